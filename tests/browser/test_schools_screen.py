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
    choose(page, "Phase", "Primary")
    page.wait_for_url("**/schools?phase=Primary")
    choose(page, "Type", "Maintained")
    page.wait_for_url("**/schools?phase=Primary&type=Maintained")
    both = page.locator("h1").inner_text()
    page.go_back()
    page.wait_for_url("**/schools?phase=Primary")
    expect(page.get_by_label("Type", exact=True)).to_have_value("All")
    page.go_back()
    page.wait_for_url("**/schools")
    expect(page.get_by_label("Phase", exact=True)).to_have_value("All")
    page.go_forward()
    page.go_forward()
    page.wait_for_url("**/schools?phase=Primary&type=Maintained")
    expect(page.locator("h1")).to_have_text(both)
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
