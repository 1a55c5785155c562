"""What a module in Python does with multistage."""

from .main import Examples as Examples
