"""``backproof explain``: what a cause code means."""

import click


@click.command()
@click.argument("code", required=False)
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True
)
def explain(*, code: str | None, color: str) -> None:
    """Say what a cause CODE means: the wrong line, the right one, and how it shows.

    Without CODE, list them all.
    """
    from compare.cases.hyperparameters import check_choice
    from compare.explaining.pages import CODES, page_on
    from compare.reporting.explained import list_text, page_text
    from compare.reporting.terminal import make_console, write_answer

    console = make_console(color)
    if code is None:
        write_answer(list_text([page_on(each) for each in CODES], console))
    else:
        write_answer(page_text(page_on(check_choice("cause", code, CODES)), console))
