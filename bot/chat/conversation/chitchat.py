"""Turns that talk to the bot itself: greetings, thanks, what it can do, which articles it has.

The tables are closed: a turn is small talk only where all its words are, so that "what help did
the army send?" stays a question for the articles. They are written as those of `intents.py`.
"""

from __future__ import annotations

import re
from enum import StrEnum

from bot.chat.conversation.intents import WORD, normalize_word, phrase_pattern


class Chitchat(StrEnum):
    """What a turn says to the bot itself."""

    HELP = "help"
    """What it can do, and how it is asked."""
    LIST_ARTICLES = "list-articles"
    COUNT_ARTICLES = "count-articles"
    LIST_OUTLETS = "list-outlets"
    IDENTITY = "identity"
    """Who or what it is."""
    WELL_BEING = "well-being"
    """How it is."""
    QUIT = "quit"
    """To leave: in a terminal."""
    FAREWELL = "farewell"
    THANKS = "thanks"
    GREETING = "greeting"


_ARTICLES = "articles/stories/texts/documents/passages/news"
_ARCHIVE = "archive/corpus/collection/database/library/index"
_STORED = "articles/stories/texts/documents/passages"
_STORED_UK = "статей/текстів/матеріалів/документів/уривків"
_LISTED_UK = "статті/тексти/матеріали/документи"
_SHOW = "show/give/list/tell/see/view/display"
_SHOW_UK = "покажи/покажіть/дай/дайте/виведи/виведіть/назви/назвіть"

_GREETINGS = (
    "hi/hello/hey/hiya/howdy/yo/greetings there/again? all/everyone/everybody/team/folks/guys?",
    "good morning/afternoon/evening/day",
    "morning/afternoon/evening",
    "привіт/вітаю/вітання/здрастуйте/здоров/здоровенькі/салют/хай були? всім/усім?",
    "доброго/добрий/добридень ранку/ранок/дня/день/вечора/вечір?",
    "слава україні",
)
_THANKS = (
    "thanks/thx/ty/cheers a? lot/million/bunch/again/so/very? much?",
    "many thanks",
    "thank you so/very? much/again? indeed?",
    "much appreciated",
    "i appreciate it/that",
    "дякую/дякуємо/спасибі/вдячний/вдячна/дяка тобі/вам? дуже/щиро/красно? за? допомогу/відповідь?",
    "дуже/щиро дякую/дякуємо/вдячний/вдячна за? допомогу/відповідь?",
    "велике спасибі",
)
_ADDRESSES = (
    "bot/byline/buddy/mate/friend/there/assistant/please/pls/now/today/all/everyone/team/тут",
    "for your/the help/answer/answers",
    "for that/this/it",
    "бот/боте/байлайн/друже/друзі/будь/ласка/всім/усім",
)
_PHRASES: dict[Chitchat, tuple[str, ...]] = {
    Chitchat.HELP: (
        "help/halp/start/menu/commands/usage/manual/instructions/examples me/us? out?",
        "i/we need some? help",
        "can/could/would/will you help me/us? out?",
        (
            "show/give/list/see/tell me/us? the/your/some/all? "
            "help/commands/menu/instructions/examples"
        ),
        "what/which commands/features are there/available",
        "what/which commands/features do you have/know/understand/support",
        "what are your commands/features/abilities/capabilities/functions",
        "what/whatever else? can/could you do/answer/tell/help for/with? me/us?",
        "tell/show me/us? what you can do for? me/us?",
        "what do you do/know/offer here?",
        "what are you good? for",
        "what are you able to do",
        "what can/could/may/should i/we ask/say/do you/here? about?",
        "what questions can/may/could i/we ask you?",
        "how do/can/should i/we use/ask/query/start/begin with? you/this? bot?",
        "how do you work",
        "how does this work",
        "how do/does/can/should i/we ask you? a/my? question/questions?",
        "how does the/this bot work",
        (
            "допомога/допоможи/допоможіть/поможи/поможіть/поміч/довідка/команди/меню/підказка/"
            "інструкція мені/нам?"
        ),
        "мені/нам? потрібна/треба допомога/поміч",
        "можеш/можете/чи? допомогти мені/нам?",
        "які є? команди у/в? тебе/вас? є?",
        "що ще? ти/ви? ще? вмієш/вмієте/умієш/умієте/можеш/можете/знаєш/знаєте робити/зробити?",
        "на що ти/ви здатний/здатна/здатні/здатен",
        "що/про ти/ви робиш/робите",
        (
            "що/про що? я/ми? можна/можу/можемо у/в? тебе/вас? запитати/спитати/питати/запитувати "
            "у/в? тебе/вас? про?"
        ),
        "як ти/ви/це/бот/цей? бот? працюєш/працюєте/працює",
        "як я/ми? можна/можу/маю/слід? тобою/вами/цим/ботом користуватися/користуватись",
        "як користуватися/користуватись тобою/вами/цим/ботом?",
        "як тебе/вас/у? тебе/вас? запитувати/питати/запитати/спитати",
    ),
    Chitchat.LIST_ARTICLES: (
        f"{_SHOW} me/us? a/the? list? of? all/every? the/your/available? {_ARTICLES}",
        f"can/could i/we/you {_SHOW} me/us? a/the? list? of? all? the/your? {_ARTICLES}",
        f"a/the? list of all? the/your? {_ARTICLES}",
        f"all? the/your? {_STORED} list?",
        f"what/which {_ARTICLES} do/have you have/know/hold/serve/got/read/cover/search?",
        f"what/which {_ARTICLES} are there/here/available/served/loaded",
        f"what/which {_ARTICLES} are in the/your/this? {_ARCHIVE}",
        f"what/what's/whats is? in the/your/this {_ARCHIVE}",
        "what do you have here?",
        f"список/перелік усіх/всіх? {_STORED_UK}",
        (
            f"{_SHOW_UK} мені/нам? список/перелік? усі/всі/усіх/всіх? твої/ваші/наші? "
            f"{_LISTED_UK}/{_STORED_UK}"
        ),
        f"усі/всі? {_LISTED_UK}",
        f"які є? у/в? тебе/вас? є? {_LISTED_UK} є/тут? у/в? тебе/вас? є/тут?",
        f"які {_LISTED_UK} ти/ви маєш/маєте/знаєш/знаєте",
    ),
    Chitchat.COUNT_ARTICLES: (
        (
            f"how many {_ARTICLES} do/have you got/have/know/hold/serve/read/cover/search/store "
            "now/altogether/there/about?"
        ),
        (
            "how many articles/passages are there/here/available/served/loaded "
            "here/altogether/available/now?"
        ),
        f"how many {_ARTICLES} are here/available/served/loaded here/altogether/now?",
        f"how many {_ARTICLES} are there? in all/total",
        f"how many {_ARTICLES} are there? in the/your/this {_ARCHIVE}",
        f"how many {_ARTICLES} does the/your/this {_ARCHIVE} have/hold/contain",
        f"how many {_ARTICLES} can you see/search/access",
        f"how big/large is the/your/this {_ARCHIVE}",
        f"what/what's/whats is? the? size of the/your/this {_ARCHIVE}",
        f"the? total? number of {_ARTICLES} you/in? have/the/your? {_ARCHIVE}?",
        f"count the/your/all? {_ARTICLES}",
        (
            f"скільки всього/усього? є? у/в? тебе/вас? є? {_STORED_UK} "
            "ти/ви? маєш/маєте/знаєш/знаєте? всього/усього? "
            "є/тут? у/в? тебе/вас/архіві/базі/корпусі?"
        ),
        f"скільки {_STORED_UK} є? у/в тебе/вас/архіві/базі/корпусі є?",
        f"скільки {_STORED_UK} ти/ви маєш/маєте/знаєш/знаєте",
        f"скільки ти/ви маєш/маєте/знаєш/знаєте {_STORED_UK}",
        f"яка кількість {_STORED_UK}",
    ),
    Chitchat.LIST_OUTLETS: (
        f"{_SHOW} me/us? a/the? list? of? all? the/your? outlets",
        "all? the/your? outlets list?",
        "what/which/whose outlets do/have you know/have/cite/got/cover",
        "what/which outlets are there/cited/known",
        "список/перелік усіх/всіх? видань",
        f"{_SHOW_UK} мені/нам? список/перелік? усі/всі/усіх/всіх? видання/видань",
        "видання",
        "які видання ти/ви знаєш/знаєте",
        "які у/в тебе/вас є? видання",
    ),
    Chitchat.IDENTITY: (
        "who/what are/r you/u exactly?",
        "who/what is this bot exactly?",
        "who's/what's/whos/whats this bot exactly?",
        "who/what is byline",
        "who made/built/wrote/created/runs/owns you",
        "what/what's/whats is? your name",
        "tell me/us something? about yourself",
        "introduce yourself",
        "are you a/an/really? real? bot/robot/human/person/ai/machine/llm/chatgpt",
        "do you have a name",
        "хто ти/ви такий/така/такі/є?",
        "ти/ви хто такий/така/такі?",
        "що ти/ви таке/є",
        "як тебе/вас звати/звуть",
        "чи? ти/ви справді? бот/робот/людина/живий/жива/штучний? інтелект?",
        "розкажи/розкажіть мені/нам? про себе",
        "хто тебе/вас створив/зробив/написав",
    ),
    Chitchat.WELL_BEING: (
        "how are/r you/u doing/today/all? today?",
        "how's/hows/how it/is? it? going",
        "how do you do",
        "what's/whats up",
        "you ok/okay/alright",
        "are you ok/okay/alright/there/alive/awake/online/working/up",
        "як справи/ся/життя у? тебе/вас/маєш/маєте?",
        "як ти/ви",
        "ти/ви тут/живий/працюєш",
    ),
    Chitchat.QUIT: ("exit/quit/logout/q", "вихід/вийти/вийди"),
    Chitchat.FAREWELL: (
        "bye/goodbye/cya/farewell bye?",
        "good bye/night",
        "see you/ya later/soon/tomorrow/around?",
        "have a nice/good/great day/evening/weekend/one",
        "that's/thats/that/this/it is/will/was? be? all/it for? now/today?",
        "до побачення/зустрічі/завтра/вечора",
        "бувай/бувайте/прощавай/прощавайте/папа/па",
        "на? все/усе добре/доброго",
        "гарного/хорошого дня/вечора",
        "на добраніч",
    ),
    Chitchat.THANKS: (
        *_THANKS,
        "ok/okay/k/great/perfect/cool/nice/awesome/excellent/brilliant/super/wonderful/understood",
        "got it",
        "i see",
        "good/great/nice/well bot/job/work/answer/done",
        "that/this/it/you helped/helps a? lot?",
        "that/this/it is/was/that's/you're? very/so/really? helpful/great/useful/perfect",
        "чудово/супер/класно/гарно/добре/зрозуміло/ясно/клас/прекрасно/відмінно",
        "молодець",
        "гарна/добра робота/відповідь",
    ),
    Chitchat.GREETING: _GREETINGS,
}
_MAX_CHARS = 100
"""Characters of the longest turn that may be small talk."""


def detect_chitchat(text: str) -> Chitchat | None:
    """Return what a text says to the bot itself; None for anything else."""
    if len(text) > _MAX_CHARS:
        return None
    words = "".join(f"{normalize_word(word)} " for word in WORD.findall(text))
    return next((talk for talk, pattern in _PATTERNS.items() if pattern.fullmatch(words)), None)


def _pattern(table: tuple[str, ...]) -> re.Pattern[str]:
    """Compile a pattern for a turn with greetings before a phrase and thanks behind it."""
    greetings, closings = (
        phrase_pattern(around, after=False)
        for around in (_GREETINGS + _THANKS, _ADDRESSES + _THANKS)
    )
    phrases = phrase_pattern(table, after=False)
    address = "(?:(?:bot|byline|боте?) )?"
    return re.compile(f"(?:(?:{greetings}){address})*{address}{phrases}(?:{closings})*")


_PATTERNS = {talk: _pattern(table) for talk, table in _PHRASES.items()}
