"""Violations fire on what the seller asserts, in plain or disguised words, and leave near misses alone (guide B5b)."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from reading.clauses import clauses, sentences
from reading.disguise import undisguised
from reading.embed import load
from reading.hints import families
from reading.moves import violation_scores
from reading.nouns import Brief, Fact, Forbidden, Line, Severity
from reading.text import plain
from reading.violations import violations_in

NOW = dt.datetime(2026, 6, 17, 9, tzinfo=dt.UTC)
THREAD = (
    Line(sender="buyer", text="My teapot has not arrived, where is it? If it does not come I want my money back."),
)


def brief(language: str = "en", **changes: object) -> Brief:
    return Brief(case_id="x", now=NOW, language=language, thread=THREAD, stage="after-sale", **changes)  # type: ignore[arg-type]


AUTHORED = Path(__file__).parent / "data" / "violations.yaml"


def authored(side: str) -> Iterator[tuple[str, str, str]]:
    """Code, language and sentence of the authored table: side "fires" or "spares"."""
    for code, tongues in yaml.safe_load(AUTHORED.read_text(encoding="utf-8")).items():
        for language, sides in tongues.items():
            yield from ((code, language, text) for text in sides[side])


@pytest.fixture(scope="module")
def embedder():  # type: ignore[no-untyped-def]
    return load("auto")


def scored(text: str, language: str, embedder) -> set[str]:  # type: ignore[no-untyped-def]
    words = undisguised(plain(text)).text
    parts = sentences(words)
    cut = clauses(words, parts)
    return {v.code for v in violations_in(words, parts, cut, brief(language), violation_scores(cut, embedder))}


def codes(text: str, about: Brief | None = None) -> set[str]:
    words = undisguised(plain(text)).text
    parts = sentences(words)
    return {v.code for v in violations_in(words, parts, clauses(words, parts), about or brief())}


FIRES = [
    ("V01", "Change it to 5 stars and we refund $5."),
    ("V01", "If you leave a five-star review, we will send you a free gift."),
    ("V01", "Leave a 5-star review and we refund $5."),
    ("V01", "You will receive a $10 voucher once you have posted your review."),
    ("V01", "Please leave us good feedback. In return we will give you a 10% discount."),
    ("V01", "We can offer a coupon in exchange for your positive rating."),
    ("V01", "好评后联系客服领5元红包。"),
    ("V01", "亲，给个五星好评就返现3元哦"),
    ("V01", "Kindly change your f i v e s t a r rating and we give you cash back."),
    ("V02", "If you're happy leave 5 stars, if not contact us first."),
    ("V02", "Please give 5 stars."),
    ("V02", "We hope you can leave positive feedback for us."),
    ("V02", "If you are satisfied, please leave a review."),
    ("V02", "Before you leave a negative review, please contact us first."),
    ("V02", "Please leave us five s t a r s."),
    ("V02", "满意的话记得给个五星好评哦"),
    ("V03", "Please delete your bad review."),
    ("V03", "Could you kindly revise your feedback to positive?"),
    ("V03", "We would appreciate it if you could update the rating."),
    ("V03", "麻烦您把差评删一下。"),
    ("V04", "Add my WeChat lily88."),
    ("V04", "Please contact me on w h a t s a p p +86 138 0013 8000."),
    ("V04", "You can reach us at lily (at) gmail (dot) com."),
    ("V04", "Write to service@our-shop.com and we will help."),
    ("V04", "Call me at +86 13800138000 for a faster answer."),
    ("V04", "Could you give me your WhatsApp?"),
    ("V04", "亲加一下威信 lily88 聊"),
    ("V04", "加我V信详聊"),
    ("V04", "v我，私聊便宜"),
    ("V05", "Pay by Western Union and save 10 %."),
    ("V05", "You can transfer the money directly to our bank account."),
    ("V05", "Order from our own website, it is cheaper."),
    ("V05", "直接微信转账给我，便宜10块。"),
    ("V06", "See www.our-shop.com"),
    ("V06", "More pictures on https://bestlamps.shop/new"),
    ("V07", "Use SAVE10 on your next order, 10% off!"),
    ("V07", "Here is a 10 % coupon for your next order."),
    ("V08", "Send your card number for the refund."),
    ("V08", "Please provide a copy of your passport."),
    ("V08", "请把您的身份证和银行卡号发给我。"),
    ("V09", "If you open a claim you get nothing."),
    ("V09", "If you open a claim we will report you and you get no refund."),
    ("V09", "We will not ship your order until you change your review."),
    ("V09", "你要是敢给差评，我们就曝光你。"),
    ("V10", "Are you stupid?"),
    ("V10", "You are a liar and you know it."),
    ("V10", "Just get lost and buy elsewhere."),
    ("V10", "你是不是傻逼"),
    ("V11", "Close the dispute, then we refund."),
    ("V11", "Please cancel the claim first."),
    ("V11", "Please confirm receipt now so that we can handle it."),
    ("V11", "亲先确认收货，我们再给您退款。"),
    ("V11", "Please cancel the order yourself and choose 'ordered by mistake' as the reason."),
    ("V11", "Please cancel the dispute as soon as you have posted the parcel, then I refund the $48.90."),
    ("V04", "You are welcome to add my KakaoTalk, the ID is lily_coffee88."),
    ("V05", "Western Union is also fine, and you save the fee."),
    ("V05", "Let's leave DHgate for this one: transfer the money to our company account at Bank of China."),
    ("V08", "To make that quicker, please send me your IBAN."),
    ("V13", "I'll upload a new invoice with $50.00 today, so your tax will be small."),
    ("V13", "We can do 100 caps with the Nike logo, embroidered like the original."),
    ("V13", "We'll write $5 so you pay no tax."),
    ("V13", "We can declare it as a gift."),
    ("V13", "We will mark a lower value on the customs form."),
    ("V13", "我们可以给您低报，写礼品。"),
    ("V14", "Our cost is only $12, so this is the best price."),
]
SPARES = [
    ("V01", "I've refunded $5 for the scratch."),
    ("V01", "I've refunded the shipping fee as an apology. You can share your experience in a review if you like."),
    ("V01", "We never offer gifts in exchange for reviews."),
    ("V01", "Thank you for your review; we have refunded $5 because the cup was scratched."),
    ("V01", "抱歉，我们不能用返现换好评。"),
    ("V02", "You can leave a review if you wish."),
    ("V02", "You can share your experience in a review."),
    ("V02", "Thank you for your 5-star review!"),
    ("V02", "Thank you so much for the positive feedback you left us."),
    ("V02", "We are not allowed to ask for positive reviews."),
    ("V03", "Thank you for your review; here is the fix."),
    ("V03", "We will not ask you to change your review."),
    ("V03", "I have updated the shipping address as you asked in your comment."),
    ("V04", "Reply in this message thread."),
    ("V04", "I'm afraid I can't use WhatsApp, but I can help you here."),
    ("V04", "Please keep our conversation on eBay rather than WhatsApp."),
    ("V04", "Your tracking number is YT2415400000001."),
    ("V04", "Please check the phone number on your order so the courier can call you."),
    ("V04", "不好意思，不能加微信哦，有问题在这里联系我就好。"),
    ("V04", "Your order 112-1234567-1234567 left on 3 May."),
    ("V05", "You can pay by any card shown at checkout."),
    ("V05", "I'm sorry, we cannot accept a bank transfer outside AliExpress."),
    ("V05", "The refund goes back to your bank account in 3-5 days."),
    ("V06", "You can follow it on www.17track.net with this number."),
    ("V07", "Yes, we have it in blue and in green."),
    ("V08", "Please check the address on your order."),
    ("V08", "We will never ask for your card number or password."),
    ("V09", "If the claim stays open, the platform will decide by 20 May."),
    ("V09", "If we can't agree, you can ask eBay to step in."),
    ("V10", "There is no stupid question, and I am glad you asked."),
    ("V10", "Sometimes parcels get lost on the way, and I am sorry that yours was one."),
    ("V11", "Once the refund shows, you may close the case."),
    ("V11", "Please confirm receipt once the parcel has arrived."),
    ("V11", "收到货检查没问题后再确认收货就可以。"),
    ("V11", "I have cancelled the order for you, as you asked."),
    ("V11", "If I do not hear from you by 5 June, I will cancel the order from our side and refund you in full."),
    ("V02", "If anything in your address needs correcting, tell me before 5 June so that I can change it."),
    ("V06", "Write to anna.plug@163.com"),
    ("V13", "Import tax is set by your customs office."),
    ("V13", "We cannot declare a lower value, because the law asks for the real price."),
    ("V13", "抱歉，我们必须如实申报，不能低报。"),
    ("V14", "I've refunded $24.99, as your card allows."),
]


@pytest.mark.parametrize(("code", "text"), FIRES)
def test_a_breach_is_found(code: str, text: str) -> None:
    language = "zh" if any("\u4e00" <= c <= "\u9fff" for c in text) else "en"
    assert code in codes(text, brief(language))


@pytest.mark.parametrize(("code", "text"), SPARES)
def test_a_near_miss_is_left_alone(code: str, text: str) -> None:
    assert code not in codes(text)


@pytest.mark.parametrize(("code", "language", "text"), list(authored("fires")))
def test_a_hinted_breach_is_found(code: str, language: str, text: str, embedder) -> None:  # type: ignore[no-untyped-def]
    if embedder is None:
        pytest.skip("weak hints need the sentence model")
    assert code in scored(text, language, embedder)


@pytest.mark.parametrize(("code", "language", "text"), list(authored("spares")))
def test_a_harmless_sentence_is_spared(code: str, language: str, text: str, embedder) -> None:  # type: ignore[no-untyped-def]
    assert not scored(text, language, embedder) - {"V07", "V15"}, code


FOREIGN_FORMS = [
    ("V04", "Please find us on w h a t s a p p, the number is 8613800000000."),
    ("V04", "您加下我的威信 lily6688 吧，发图给您看。"),
    ("V04", "Write to lily at bestlamps dot com and I answer at once."),
    ("V04", "Ｗｅｃｈａｔ ｉｄ： ｌｉｌｙ６６８８"),
    ("V04", "Add my Whats\u200bApp please, it is faster for the photos."),
    ("V05", "v我 180，我直接给您发顺丰。"),
    ("V06", "Our factory video stands at happyknit (dot) com, please open it."),
    ("V06", "Please open w w w . happyknit . com to see our other knitwear."),
    ("V01", "Give us f i v e s t a r s and we refund $5 to you."),
]


@pytest.mark.parametrize(("code", "text"), FOREIGN_FORMS)
def test_a_disguised_breach_is_found(code: str, text: str) -> None:
    language = "zh" if any("\u4e00" <= c <= "\u9fff" for c in text) else "en"
    assert code in codes(text, brief(language))


TOLD_OF_OTHERS = [
    ("V01", "After you change the stars, our warehouse will send the spare lid.", True),
    ("V01", "You suggested five stars for a refund of $5; I can't agree to that.", False),
    ("V04", "Ring me on 0044 7700 900 418 and I explain the size.", True),
    ("V04", "If somebody asks you to add a WhatsApp number, do not believe it.", False),
    ("V05", "The deposit is simpler by Venmo, so give me your handle.", True),
    ("V05", "PayPal is fine as long as you choose it at eBay's checkout.", False),
    ("V06", "Our Etsy shop carries the same earrings in silver.", True),
    ("V06", "The tag shows the name of the zip maker, you need no page for it.", False),
    ("V07", "By the way, the scarves are half price this week.", True),
    ("V07", "You ask for a coupon, sorry, we have no such thing.", False),
    ("V08", "Please send a photo of your driving licence, both sides.", True),
    ("V08", "Please bring your passport to the counter of the post office.", False),
    ("V09", "No five stars, no spare part, it is simple.", True),
    ("V09", "You may write what you like, the spare part is sent tomorrow.", False),
    ("V10", "Only a child would put the batteries in backwards.", True),
    ("V10", "Only an idiot packs a ukulele like this, and that idiot was me.", False),
    ("V11", 'Please click "Confirm Goods Received" now, the boots come in two days.', True),
    ("V11", "Our night shift asked you to close the claim before the refund, that was wrong.", False),
    ("V11", "我们发错货了，退货原因您选“不喜欢”就行。", True),
    ("V11", "原因选“七天无理由”，提交后我当天审核。", False),
    ("V12", "I marked it as shipped on 2 May, but it is still on my table.", True),
    ("V12", "If some one writes as the Amazon team, please report it.", False),
    ("V13", "On the form I call the watch a plastic bracelet worth three dollars.", True),
    ("V13", "It is a replica of a Roman coin and stamped COPY, as the law asks.", False),
    ("V14", "拿货只要十二块，给您看过您就知道了。", True),
    ("V15", "(づ￣3￣)づ", True),
    ("V15", "Thank you, that helped: I have opened a trace with the carrier.", False),
]


@pytest.mark.parametrize(("code", "text", "fires"), TOLD_OF_OTHERS)
def test_what_others_did_is_no_breach_of_the_sellers(code: str, text: str, fires: bool) -> None:
    language = "zh" if any("\u4e00" <= c <= "\u9fff" for c in text) else "en"
    assert (code in codes(text, brief(language))) == fires


def test_every_wording_of_a_family_holds_one_of_its_stems() -> None:
    """A stem that is missing would hide a breach without a word."""
    table = [text for side in ("fires", "spares") for _, _, text in authored(side)]
    for text in (undisguised(plain(t)).text for t in table):
        for name, family in families().items():
            hit = family.words.search(text)
            if hit and family.stems:
                assert any(stem in text.casefold() for stem in family.stems), (name, hit.group())


def test_a_refusal_before_but_does_not_excuse_what_follows_it() -> None:
    assert "V04" in codes("We don't have a mailing list, but you are welcome to add my KakaoTalk, the ID is lily88.")
    assert "V04" not in codes("Thank you, but I can't use WhatsApp for this.")


def test_a_clean_reply_is_read_in_milliseconds() -> None:
    words = (
        "Hi Maria, thank you for writing; I'm sorry the teapot is late, especially with the birthday on Sunday. "
        "It reached the Los Angeles sorting centre on 12 June and has not been scanned since. I asked the carrier "
        "today to trace it and will write again by tomorrow. If it is not with you by 21 June you can choose a full "
        "refund of $24.99 or a new one sent free; just tell me which. Kind regards, Lily"
    )
    parts = sentences(words)
    cut, about = clauses(words, parts), brief()
    violations_in(words, parts, cut, about)
    took = []
    for _ in range(10):
        start = time.perf_counter()
        violations_in(words, parts, cut, about)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.02  # measured about 2 ms; the margin is for a busy machine


def test_the_words_of_the_buyer_are_not_the_sellers() -> None:
    assert "V10" not in codes('You wrote "are you stupid or what" and I understand your anger.')


def test_a_pack_can_allow_and_soften() -> None:
    asking = "We have refunded you. Could you kindly revise your feedback?"
    allowed = brief(solved=True, forbidden=(Forbidden(code="V03", severity=Severity.NONE),))
    assert "V03" in codes(asking)
    assert "V03" not in codes(asking, allowed)


def test_a_way_of_paying_that_the_card_names_is_not_off_the_platform() -> None:
    words = "I recommend that you pay with PayPal, because it is faster and easier."
    card = brief(facts=(Fact(id="pay", text="accepted at checkout: PayPal and credit cards"),))
    assert "V05" in codes(words)
    assert "V05" not in codes(words, card)


def test_an_offer_that_the_card_gives_to_the_agent_is_no_promotion() -> None:
    card = brief(facts=(Fact(id="c", text="may offer a 10 % coupon for the delay"),))
    assert "V07" not in codes("Here is a 10 % coupon for your next order.", card)


def test_emoji_and_bare_thanks_break_the_form_rules() -> None:
    assert "V15" in codes("😊😊 Have a nice day!")
    assert "V15" in codes("Thanks for your message. Have a nice day!")
    assert "V15" not in codes("Thanks for your message. Your parcel left Guangzhou on 3 May.")


@pytest.mark.parametrize("text", ["whatsapp " * 9000, "5 stars if " * 9000, "a" * 100_000, "<" * 50_000])
def test_a_huge_reply_is_read_in_reasonable_time(text: str) -> None:
    assert isinstance(codes(text[:20_000]), set)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("You are lying to get the money.", "V10"),
        ("If you do not close this dispute we report you, and you will lose your right to buy.", "V09"),
        ("不改,那这12块就别想了。", "V09"),
        ("别走平台了,支付宝直接转我80。", "V05"),
        ('Please click "received" when the box leaves our city.', "V11"),
        ("Have you no common sense?", "V10"),
    ],
)
def test_a_breach_is_not_excused_by_words_that_belong_to_it(text: str, code: str) -> None:
    assert code in codes(text, brief("zh" if not text.isascii() else "en"))


@pytest.mark.parametrize(
    "text",
    [
        "If the case stays open, that is your right.",
        "If you cancel, our account will suffer a little.",
        "改不改,那12块都是您的。",
        "We need just the VAT number of the firm, no copy of an ID.",
        "This code was sent to the phone which you wrote in the order.",
        "After the money is back, you are free to leave feedback about it, or none.",
        "If you change your opinion and want the money, tell us.",
        "This is common sense in our trade.",
        "We earn little on it, after Amazon fee and postage almost nothing stays with us.",
        "You can follow it on the page of the post (www.post.ch).",
        "请在订单详情里申请专票,填写税号、开户行等资料。",
    ],
)
def test_near_misses_of_the_same_words_are_spared(text: str) -> None:
    assert not codes(text, brief("zh" if not text.isascii() else "en"))
