import pytest

from devhost.routing import RouteError, RouteTemplate


@pytest.mark.parametrize(
    ("template", "path", "parameters"),
    [
        ("jobs", "jobs", {}),
        ("/jobs/", "JOBS", {}),
        ("jobs/{id}", "jobs/a%2Fb", {"id": "a/b"}),
        ("jobs/{id}", "jobs", None),
        ("jobs/{id}", "jobs/1/2", None),
        ("jobs/{id?}", "jobs", {}),
        ("jobs/{id?}", "jobs/7", {"id": "7"}),
        ("jobs/{id=all}", "jobs", {"id": "all"}),
        ("jobs/{id:int}", "jobs/7", {"id": "7"}),
        ("jobs/{id:int}", "jobs/x", None),
        ("jobs/{id:int?}", "jobs", {}),
        ("jobs/{id:guid}", "jobs/6ba7b810-9dad-11d1-80b4-00c04fd430c8", {"id": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"}),
        ("jobs/{id:alpha:length(2)}", "jobs/ab", {"id": "ab"}),
        ("jobs/{id:alpha:length(2)}", "jobs/a1", None),
        ("jobs/{id:regex(^[a-c]+$)}", "jobs/abc", {"id": "abc"}),
        ("{area:regex(^admin$)}/{id}/replay", "admin/a%3Ab:c/replay", {"area": "admin", "id": "a:b:c"}),
        ("{area:regex(^admin$)}/{id}/replay", "jobs/a/replay", None),
        ("files/{*rest}", "files/a/b.txt", {"rest": "a/b.txt"}),
        ("files/{*rest}", "files", {}),
        ("{*rest}", "", {"rest": ""}),
        ("files/{name}.{kind}", "files/a.txt", {"name": "a", "kind": "txt"}),
        ("a+b/c", "a+b/c", {}),
    ],
)
def test_a_template_matches_as_in_aspnet(template: str, path: str, parameters: dict[str, str] | None) -> None:
    assert RouteTemplate(template).match(path) == parameters


def test_the_more_specific_route_comes_first() -> None:
    templates = ["{*rest}", "jobs/{id}", "jobs/{id:int}", "jobs/all"]
    ordered = sorted(templates, key=lambda template: RouteTemplate(template).order)
    assert ordered == ["jobs/all", "jobs/{id:int}", "jobs/{id}", "{*rest}"]


@pytest.mark.parametrize("template", ["jobs/{id", "jobs/{id:nosuch}", "jobs/id}"])
def test_a_template_that_cannot_be_read_is_refused(template: str) -> None:
    with pytest.raises(RouteError, match="its route"):
        RouteTemplate(template)


def test_two_templates_for_the_same_paths_have_one_shape() -> None:
    assert RouteTemplate("jobs/{id}").shape == RouteTemplate("Jobs/{name}").shape
    assert RouteTemplate("jobs/{id}").shape != RouteTemplate("jobs/{id:int}").shape
