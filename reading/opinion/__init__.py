"""The second opinion: a language model somewhere may propose marks (guide B10); nothing of it ever counts by itself.

``propose.opinion_on`` asks the endpoint of the settings twice, with all lists shuffled, and keeps what stands word for
word in the reply and in a closed list. Only ``ask`` knows HTTP.
"""
