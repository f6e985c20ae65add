"""The list of schools in a real browser: what is chosen can be taken back, and a link brings it back."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

Visit = Callable[[str], Page]


def choose(page: Page, label: str, word: str) -> None:
    page.get_by_label(label, exact=True).click()
    page.get_by_role("option", name=word, exact=True).click()


def chosen(page: Page, label: str) -> str:
    return page.get_by_label(label, exact=True).input_value()


def test_back_takes_back_one_choice_and_forward_makes_it_again(server: str, visit: Visit) -> None:
    page = visit(server)
    page.get_by_role("link", name="Schools", exact=True).click()
    page.wait_for_url("**/schools")
    title = page.locator("h1")
    choose(page, "Phase", "Primary")
    page.wait_for_url("**/schools?phase=Primary")
    expect(title).to_contain_text("schools shown")
    one = title.inner_text()
    choose(page, "Type", "Maintained")
    page.wait_for_url("**/schools?phase=Primary&type=Maintained")
    expect(title).not_to_have_text(one)
    both = title.inner_text()
    page.go_back()
    page.wait_for_url("**/schools?phase=Primary")
    expect(page.get_by_label("Type", exact=True)).to_have_value("All")
    page.go_back()
    page.wait_for_url("**/schools")
    expect(page.get_by_label("Phase", exact=True)).to_have_value("All")
    page.go_forward()
    expect(title).to_have_text(one)
    page.go_forward()
    page.wait_for_url("**/schools?phase=Primary&type=Maintained")
    expect(title).to_have_text(both)
    assert chosen(page, "Type") == "Maintained"


def test_quick_choices_one_after_the_other_all_hold(server: str, visit: Visit) -> None:
    page = visit(f"{server}/schools")
    choose(page, "Phase", "Primary")
    choose(page, "Type", "Academy")
    choose(page, "Sort by", "Name")
    page.wait_for_url("**/schools?phase=Primary&type=Academy&sort=Name")
    assert [chosen(page, label) for label in ("Phase", "Type", "Sort by")] == ["Primary", "Academy", "Name"]


def test_a_link_by_ids_leaves_no_step_of_its_own_in_the_history(server: str, visit: Visit) -> None:
    page = visit(server)
    page.locator('a[href="/schools?area=attendance&rating=red"]').click()
    page.wait_for_url("**/schools?area=attendance&rating=red")
    expect(page.get_by_label("Rating", exact=True)).to_have_value("Red")
    page.go_back()
    page.wait_for_url(f"{server}/")


def test_the_list_is_as_it_was_after_looking_at_a_school(server: str, visit: Visit) -> None:
    page = visit(f"{server}/schools?phase=Primary")
    page.get_by_label("Find", exact=True).fill("el")
    page.wait_for_url("**find=el**")
    expect(page.locator(".eif .sub")).to_contain_text("“el”")
    before = page.locator(".rag tbody a").all_inner_texts()
    page.locator(".rag tbody a").first.click()
    page.wait_for_url("**/school?urn=*")
    page.go_back()
    page.locator(".rag tbody a").first.wait_for()
    expect(page.get_by_label("Find", exact=True)).to_have_value("el")
    assert chosen(page, "Phase") == "Primary"
    assert page.locator(".rag tbody a").all_inner_texts() == before


def test_the_keyboard_reaches_everything_and_shows_where_it_is(server: str, visit: Visit) -> None:
    page = visit(f"{server}/schools")
    page.locator(".rag tbody a").first.wait_for()
    reached: list[str] = []
    while len(reached) < 50 and not (reached and reached[-1].startswith("Schools by framework area")):
        page.keyboard.press("Tab")
        tag, name, style, width = page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return [e.tagName, e.ariaLabel || e.innerText, s.outlineStyle, s.outlineWidth] })()"
        )
        reached.append(name.strip())
        if tag in ("A", "BUTTON"):
            assert (style, width) == ("solid", "3px"), f"{name} has the focus and does not show it"
    for name in ("Schools", "Copy link", "Find", "Phase", "Constituency", "Sort by"):
        assert name in reached
    assert any(name.startswith("Excel, ") for name in reached)
    assert any(name.startswith("Schools by framework area") for name in reached)


def test_a_list_chosen_by_keyboard_alone_is_downloaded(server: str, visit: Visit) -> None:
    page = visit(f"{server}/schools")
    page.get_by_label("Phase", exact=True).focus()
    page.keyboard.type("Spec")
    page.get_by_role("option", name="Special", exact=True).wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/schools?phase=Special")
    expect(page.locator(".eif .sub")).to_contain_text("special")
    page.get_by_role("button", name="Excel, ").focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    rows = page.locator(".rag tbody tr").count()
    assert download.value.suggested_filename.endswith(f"-{rows}-rows.xlsx")
