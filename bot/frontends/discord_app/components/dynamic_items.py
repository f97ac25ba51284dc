"""What is clicked below messages of any process: Discord sends its id alone."""

from bot.frontends.discord_app.components.buttons import ActionButton, PageButton
from bot.frontends.discord_app.components.choice_list import ChoiceList

DYNAMIC_ITEMS = (ActionButton, ChoiceList, PageButton)
