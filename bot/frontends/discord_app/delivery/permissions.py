"""What the bot may do in a channel: as known beforehand, and as Discord's refusals tell."""

from __future__ import annotations

from dataclasses import dataclass

import discord

_UNKNOWN_CHANNEL = 10003
_ARCHIVED, _LOCKED = 50083, 160005


@dataclass(frozen=True, slots=True)
class ChannelPermissions:
    """What is not known to be forbidden counts as allowed: trying tells."""

    speak: bool = True
    reply: bool = True
    attach: bool = True


def channel_permissions(message: discord.Message) -> ChannelPermissions:
    """Return what we may do in the channel of a message."""
    channel, guild = message.channel, message.guild
    # A channel that is not in the cache would say that nothing is allowed.
    if guild is None or not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return ChannelPermissions()
    me: discord.Member | None = guild.me
    if me is None or (isinstance(channel, discord.Thread) and channel.parent is None):
        return ChannelPermissions()
    allowed = channel.permissions_for(me)
    speak = allowed.send_messages
    if isinstance(channel, discord.Thread):
        speak = allowed.send_messages_in_threads and (allowed.manage_threads or not channel.locked)
    return ChannelPermissions(
        allowed.view_channel and speak, allowed.read_message_history, allowed.attach_files
    )


def is_channel_closed(error: discord.HTTPException) -> bool:
    """Return whether the channel takes no message however often it is sent: forbidden, gone."""
    return isinstance(error, discord.Forbidden) or error.code in {
        _UNKNOWN_CHANNEL,
        _ARCHIVED,
        _LOCKED,
    }


def is_channel_gone(error: discord.HTTPException | None) -> bool:
    """Tell whether the channel is no more."""
    return error is not None and error.code == _UNKNOWN_CHANNEL
