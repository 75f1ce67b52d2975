"""The operations room: a seller's console on made data, where every act is a pure function of the room.

``console`` says which tables and acts a platform has (YAML), a module of the platform's name does them, ``engine``
checks the form and keeps the log, ``passing`` lets days go by, ``marking`` looks at the end state and the moments.
Says no to points and to drawing.
"""
