"""Names and cells of a table of one's own in the room that they have."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from eq_sim.data.own.columns import Numbers, texts_of
from eq_sim.data.own.table import Table
from eq_sim.ui.console.cut_names import cut_names
from eq_sim.ui.own_data.draft import Draft
from eq_sim.ui.own_data.preview_table import PreviewTable
from eq_sim.ui.style.theme import load_fonts, text_font


@pytest.mark.parametrize(
    ("names", "room", "wanted"),
    [
        # Names of streets that were shortened before are cut further.
        (
            ["B\u00e4ckerweg", "K\u00f6nigsa\u2026", "Size"],
            70,
            {"B\u00e4ckerweg": "B\u00e4cker\u2026", "K\u00f6nigsa\u2026": "K\u00f6nigs\u2026"},
        ),
        # What could be another's is not written.
        (["temperatu1", "temperatu2"], 70, {}),
        (
            ["SepalLe\u2026", "SepalWi\u2026", "PetalLe\u2026"],
            50,
            {
                "SepalLe\u2026": "S\u2026Le",
                "SepalWi\u2026": "S\u2026Wi",
                "PetalLe\u2026": "Peta\u2026",
            },
        ),
        (["temp", "temperature"], 70, {"temperature": "temper\u2026"}),
        (["a", "bb"], 70, {}),
    ],
)
def test_a_name_is_cut_where_it_still_tells_itself(
    names: list[str], room: float, wanted: dict[str, str]
) -> None:
    assert cut_names(names, lambda words: 10.0 * len(words), room) == wanted


def test_each_cell_of_the_file_is_seen_whole_where_there_is_room(qtbot: QtBot) -> None:
    load_fonts()
    prices = np.array([1_111_111_111.11, 2_111_111_111.11])
    table = Table((texts_of("street", ["M\u00fcllerstra\u00dfe", "Weg"]), Numbers("price", prices)))
    rows = [("M\u00fcllerstra\u00dfe", "1.111.111.111,11"), ("Weg", "2.111.111.111,11")]
    preview = PreviewTable(
        Draft(table.names, rows, lambda *_: (4,), table), lambda columns, use: None
    )
    qtbot.addWidget(preview)
    metrics = QFontMetrics(text_font("note", mono=True))
    for column in range(2):
        words = max((row[column] for row in rows), key=len)
        assert preview.columnWidth(column) >= metrics.horizontalAdvance(words) + 20
        title = preview.model().headerData(column, Qt.Orientation.Horizontal)
        assert title == table.names[column]
