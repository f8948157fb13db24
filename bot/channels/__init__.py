"""One package a channel; each knows its own client library and `bot.messages`, and nothing else of ours."""
