"""Debian's chromium without a window, driven over WebDriver."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from selenium.webdriver import Chrome, ChromeOptions, ChromeService

_QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--no-proxy-server",
)


class NoChromium(Exception):
    """There is no chromium, or no driver for it."""


@contextmanager
def chromium(width: int, height: int, scale: float = 1) -> Iterator[Chrome]:
    """A browser with a profile of its own and a page of so many CSS pixels; raises NoChromium."""
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if browser is None or driver is None:
        raise NoChromium(
            "chromium and chromedriver are not installed here: .ci/chromium installs them"
        )
    with tempfile.TemporaryDirectory() as profile:
        options = ChromeOptions()
        options.binary_location = browser
        for option in (*_QUIET, f"--user-data-dir={profile}"):
            options.add_argument(option)
        window = Chrome(options, ChromeService(driver))
        try:
            metrics = {
                "width": width,
                "height": height,
                "deviceScaleFactor": scale,
                "mobile": False,
            }
            window.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
            yield window
        finally:
            window.quit()
