"""Words that stand before an outlet's name and make it a source: "according to", "told"."""

from __future__ import annotations

import re

from bot.attribution.reporting_verbs import alternation_by_letter

DAY = (
    r"(?:(?:early|late|on|last|this|earlier)\s+)*"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:['’]s)?(?:\s+(?:night|morning|evening|afternoon))?"
)
NEWSROOM_NOUNS = (
    "newspapers?|papers?|magazine|agency|agencies|news|wire|service|channel|television|TV|radio|station|broadcaster|network|outlet|outlets|"
    "website|site|portal|tabloid|publication|daily|weekly|media|programme|program|show|podcast|affiliate|edition"
)
NAME_NOUNS = (
    "Times|Herald|Courier|Tribune|Gazette|Journal|Post|Chronicle|Ledger|Observer|Telegraph|Bulletin|Standard|Examiner|Inquirer|Sentinel|"
    "Dispatch|Mercury|Argus|Echo|Mail|Mirror|Star|Sun|Globe|Register|Record|Review|Monitor|Reporter|Advertiser|Independent|Daily|Weekly|"
    "Evening|Press|News|News Agency|Newspaper|Magazine|Radio|Television|TV|Broadcasting|FM|Online|Today|Voice|Insider|Dagblad|Zeitung|Pravda"
)
"""Words that names of outlets end with."""
# What may stand between the citing words and the name: "the state-run Russian news agency".
BETWEEN_CUE_AND_NAME = (
    rf"(?:(?:the|a|an|its|his|her|their|local|regional|national|state|public|private|independent|opposition|government|official|popular|"
    rf"influential|leading|business|financial|sports|online|investigative|conservative|liberal|right-wing|left-wing|pro-\w+|semi-\w+|two|three|several|same|"
    rf"[\w’'ʼ-]+-(?:owned|run|based|backed|language|controlled|affiliated)|{NEWSROOM_NOUNS}|[A-Z][\w’'ʼ.-]*)\s+){{0,6}}(?:[\"“'‘](?:The\s+)?)?"
)
_SOURCE = (
    r"[Aa]ccording\s+to|[Pp]er|as\s+per|[Cc]iting|cites?|cited|[Qq]uoting|quotes|quoted|[Rr]eferring\s+to|reference\s+to|referencing|[Rr]elying\s+on|"
    r"[Ii]nvoking|paraphrasing|courtesy\s+of|on\s+the\s+(?:word|authority|evidence)\s+of|"
    r"in\s+the\s+(?:words|view|opinion|estimate|estimation|assessment|version|telling|account|judge?ment|reading)\s+of"
)
# Verbs that need a "to": the person who speaks is their subject.
_ADDRESSED = (
    r"confirmed|confirms|disclosed|discloses|revealed|reveals|explained|explains|admitted|admits|recounted|recounts|complained|complains|spoke|speaks|"
    r"speaking|spoken|talking|talked|said|wrote|writes|declared|declares|stated|states|stressed|stresses|insisted|insists|emphasi[sz]ed|remarked|remarks|"
    r"replied|replies|responded|responds|answered|announced|repeated|repeats|reiterated|related|described|describes|lamented|boasted|joked|vowed|hinted|"
    r"hints|suggested|indicated|acknowledged|conceded|concedes|confessed|confesses|divulged|clarified|specified|commented|comments?|outlined|confided|"
    r"reported|noted|claimed|bragged|grumbled|quipped|protested|leaked|leaking|handed\s+over|passed\s+on|forwarded|made\s+available|"
    r"opened\s+up|"
    r"remark|statement|commentary|interviews?|letter|testimony|e-?mail|message|reply|response|answers?|explanation|confession|disclosure"
)
_TO = (
    rf"(?:{alternation_by_letter(_ADDRESSED.split('|'))}|told\s+(?:his|her|their)\s+(?:side\s+of\s+the\s+)?story)"
    r"(?:\s+(?:(?:he|she|they)\s+)?(?:made|gave|given|granted|sent|written|exclusively|yesterday|today|later|also|privately))?\s+to"
)
# "confirmed the news to Reuters"; but "announced the sale to Bloomberg" is a sale.
_OBJECT = (
    r"(?:confirmed|confirms|explained|explains|described|describes|recounted|recounts|repeated|repeats|revealed|disclosed|admitted|outlined|clarified|told|"
    r"denied|gave|provided|sent|leaked|showed)\s+"
    r"(?:(?:this|that|it|as\s+much)|(?:the|its|his|her|their|these|those|a|an)\s+(?:[\w-]+\s+){0,2}(?:news|information|reports?|facts?|plans?|details|figures?|"
    r"account|accounts|story|stories|version|decision|reasons?|reasoning|scenes?|situation|existence|authenticity|numbers?|position|claims?|words|mistake|"
    r"interview|interviews|statement|comments?|documents?|letters?|memo|photos?|recordings?|videos?)(?:\s+(?:of|for|about|behind)\s+(?:[\w’'-]+\s+){1,4}?)?)"
    r"\s*to"
)
_BY = (
    r"said|says|saying|asked|stated|appeared|appearing|appearance|speaking|spoke|wrote|writes|writing|written|published|aired|reported|"
    r"argued|interviews?|interviewed|interviewing|conversations?|report|"
    r"reporting|investigation|account|accounts|poll|polls|survey|analysis|commentary|review|obtained|reviewed|seen|viewed|verified|"
    r"compiled|released|conducted|commissioned|uncovered|revealed|broadcast|carried|quoted|remarks|footage|videos?|images|data|tally|"
    r"recording|estimates?|calculations?|documents|profiled|cited|acknowledged|claimed|insisted|declared|complained|suggested|"
    r"denied|admitted|noted|added|shared|anger|views?|appearances?|"
    r"talks?|talking|chat|chatting|chatted|discussion|podcast|broadcasts?|dispatch|dispatches|bulletin|exposé|documentary|scoop|profile|feature|"
    r"questioned|quizzed|contacted|reached|approached|pressed|visited|filmed|photographed|heard|witnessed|unearthed|discovered|exposed|established|"
    r"ranked|rated|dubbed|described|valued|estimated|calculated|analy[sz]ed|examined|inspected|studied|read|collected|gathered|documented|disclosed|leaked|"
    r"counted|tallied|named|identified|debunked|refuted|corroborated|broken|printed|reprinted|serialised|serialized|polled|surveyed|paraphrased|"
    r"correspondence|exchange|phone\s+call|e-?mail\s+exchange|debate|question|questions|information|ranking|excerpts?|extracts?|headlines?"
)
_PIECE = r"(?:articles?|story|stories|piece|pieces|column|columns|op-ed|essay|essays|editorial|letter|blog|post|commentary|obituary|review|series|text|notice)"
_PERSON = r"(?:[A-ZÀ-Þ][\w’'ʼ.-]+\s+){0,2}[A-ZÀ-Þ][\w’'ʼ.-]+"
CUE_BEFORE_NAME = re.compile(
    rf"\b(?:(?:{_SOURCE}|told|tells|telling|informed|assured|reassured|translated\s+by)|{_TO}|{_OBJECT}|"
    rf"(?:{alternation_by_letter(_BY.split('|'))})"
    rf"(?:\s+{DAY})?\s+(?:published\s+|aired\s+|broadcast\s+|released\s+|posted\s+|exclusively\s+|live\s+|yesterday\s+|today\s+)?(?:{DAY}\s+)?"
    rf"(?:on|in|with|by|for|from|of)(?:\s+{DAY}\s+(?:on|with|by))?"
    rf"|(?:in|to|per|by)\s+(?:an?|his|her|their|the|its|one|another|this|that)\s+(?:[\w’'-]+\s+){{0,3}}{_PIECE}\s+(?:\w+\s+)?(?:on|in|by|for|from|at)"
    rf"|{_PIECE}\s+(?:published|printed|written|posted|carried|run)\s+(?:{DAY}\s+)?(?:on|in|by|for|from)"
    r"|(?:on|in)\s+(?:the\s+|its\s+)?(?:front\s+page|pages|website|air|airwaves|columns|opinion\s+pages|(?:[\w-]+\s+){0,2}(?:issue|edition|bulletin))\s+(?:of|on)"
    rf"|[Ii]n\s+(?:today|yesterday|{DAY})['’]s(?:\s+(?:issue|edition)\s+of)?"
    r"|(?:said|shared|acknowledged|discussed|explained|described|defended|denied|confirmed|recounted|addressed|argued|warned|declared|predicted|revealed|announced|insisted|conceded|spoke|talked|appeared|answered|commented|joked|complained|boasted)\b"
    r"[^.;:\"“”]{0,60}\son|shared\s[^.;:\"“”]{0,40}\swith"
    r"|(?:named|ranked|rated|described|dubbed|labelled|voted|valued|estimated|quoted|cited|reported|published|revealed|called)\s[^.;:\"“”]{1,50}\sby"
    rf"|(?:wrote|writes|said|says|argued|argues)\s+{_PERSON},\s[^.;\"“”]{{2,90}},\s+(?:in|on|for)"
    rf"|(?:said|says|wrote|writes|argued|argues|noted|asked|added|reported|explained|complained|recalled|warned|insisted|admitted)\s+{_PERSON}\s+(?:in|on|for|to)"
    rf"|(?:wrote|writes|argued|argues)\s+(?:an?|one|the|his|her|their)\s+(?:[\w-]+\s+){{1,3}}?in"
    rf")\s+{BETWEEN_CUE_AND_NAME}$"
)
