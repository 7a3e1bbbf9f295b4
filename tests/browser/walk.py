"""Walks through the explorer in a real browser: every view in two sizes and both themes, by mouse and by keyboard alone, a correction
made by a key, a hostile article, a report. Prints one line for each thing that is wrong.

    python walk.py ADDRESS REPORT [FOLDER FOR PICTURES] [AXE.JS]
"""

import sys
from playwright.sync_api import sync_playwright

address, report = sys.argv[1].rstrip("/"), sys.argv[2]
pictures = sys.argv[3] if len(sys.argv) > 3 else ""
axe = sys.argv[4] if len(sys.argv) > 4 else ""

VIEWS = {
    "overview": "/",
    "network": "/network?top=30",
    "actor": "/actor/china",
    "pair": "/pair/usa/china",
    "article": "/article/cyberangriffe",
    "search": "/search?q=China",
    "queries": "/queries",
    "query": "/queries/accusations",
    "review": "/review",
    "doubles": "/doubles",
    "log": "/log",
    "downloads": "/downloads",
    "actors": "/actors",
    "articles": "/articles",
}
wrong = []


def watch(page, name):
    page.on("console", lambda message: message.type == "error" and wrong.append(f"{name}: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"{name}: {error}"))
    page.on("dialog", lambda dialog: (wrong.append(f"{name}: a dialog {dialog.message}"), dialog.dismiss()))


def look(browser, name, url, width, theme):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, bypass_csp=bool(axe), locale="de-DE" if width < 500 else "en-GB")
    page = context.new_page()
    watch(page, name)
    reply = page.goto(url)
    if reply and reply.status >= 400:
        wrong.append(f"{name}: {reply.status}")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
        wrong.append(f"{name} at {width}: wider than the window")
    if pictures:
        page.screenshot(path=f"{pictures}/{name}-{width}-{theme}.png", full_page=name != "report")
    if axe:
        page.add_script_tag(path=axe)
        found = page.evaluate("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html.slice(0, 120) + ' (' + v.nodes.length + ')'))")
        wrong.extend(f"{name} at {width}, {theme}: axe {own}" for own in found)
    context.close()


def by_keyboard(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    watch(page, "keyboard")
    page.goto(address + "/network?top=20")
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('node')"):
            break
    else:
        wrong.append("keyboard: no actor of the picture is reached")
        return
    page.keyboard.press("Enter")
    page.wait_for_url("**/actor/**")
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.className") != "skip":
        wrong.append("keyboard: the first stop of a page is not the link to its content")
    page.goto(address + "/article/cyberangriffe")
    page.locator(".text a.told:not(.named)").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/statement/**")
    page.close()


def correcting(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    watch(page, "correcting")
    page.goto(address + "/review")
    before = page.locator("input[name=of]").first.get_attribute("value")
    page.keyboard.press("y")
    page.wait_for_function("id => document.querySelector('input[name=of]').value !== id", arg=before)
    page.keyboard.press("j")
    page.wait_for_url("**/review?skip=1")
    page.goto(address + "/log")
    if before not in page.content():
        wrong.append("correcting: what was decided by a key is not in the log")
    page.close()


def without_script(browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for name, path in VIEWS.items():
        reply = page.goto(address + path)
        if reply.status != 200 or page.locator("main").count() != 1:
            wrong.append(f"{name} without a script: {reply.status}")
    context.close()


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[5] if len(sys.argv) > 5 else None, args=["--no-sandbox"])
    for theme in ["light", "dark"]:
        for width in [1280, 390]:
            for name, path in VIEWS.items():
                look(browser, name, address + path, width, theme)
            page = browser.new_page()
            page.goto(address + "/article/cyberangriffe")
            statement = page.locator(".told a.verb, a.verb").first.get_attribute("href")
            page.close()
            look(browser, "statement", address + statement + "?why=1&tree=1", width, theme)
            look(browser, "report", "file://" + report, width, theme)
    by_keyboard(browser)
    correcting(browser)
    without_script(browser)
    browser.close()

print("\n".join(dict.fromkeys(wrong)))
