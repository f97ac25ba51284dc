"""What moderators hand in of articles: files, what they wrote into a window, new names."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.text.display import without_surrogates


@dataclass(frozen=True, slots=True)
class OutsideFile:
    """A file that somebody sent."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ArticleForm:
    """The fields of the window for a new article, as somebody filled them in."""

    title: str
    publisher: str
    date: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class ArticleSource:
    """The file of an article as it stands there, to be changed in a window."""

    path: str
    key: str
    """16 hexadecimal digits that stand for the article."""
    text: str
    digest: str
    """16 hexadecimal digits that stand for the content."""


@dataclass(frozen=True, slots=True)
class ArticleInput:
    """What a request about an article comes with; most of it is empty."""

    files: tuple[OutsideFile, ...] = ()
    form: ArticleForm | None = None
    new_name: str = ""
    text: str | None = None
    """Of the article, as it was changed in a window."""
    digest: str = ""
    """Stands for the content that the window was opened with."""
    max_export_bytes: int = 0
    """Bytes of a file that the front end can hand out."""

    def without_surrogates(self) -> ArticleInput:
        """Return the same with nothing in its texts that no encoding has."""
        form = self.form and ArticleForm(
            *map(
                without_surrogates,
                (
                    self.form.title,
                    self.form.publisher,
                    self.form.date,
                    self.form.url,
                    self.form.text,
                ),
            )
        )
        files = tuple(replace(file, name=without_surrogates(file.name)) for file in self.files)
        text = None if self.text is None else without_surrogates(self.text)
        new_name = without_surrogates(self.new_name)
        return replace(self, files=files, form=form, new_name=new_name, text=text)
