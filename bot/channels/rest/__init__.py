"""Rasa's REST channel."""

from bot.channels.rest.incoming import RestDoor

__all__ = ["RestDoor"]
