"""A sheet of cards to hand out, as a PDF: names of any script, lines of text and a QR code each."""

import os
import re

from qgis.PyQt.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from qgis.PyQt.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextLayout,
    QTextOption,
)

import disk

MM = 1 / 25.4
DPI = 300
MARGIN, HEAD, GAP = 10.0, 10.0, 4.0
COLUMNS, ROWS = 2, 4
QR_SIZE = 36.0
QUIET = 4.0
"""Around a QR code, without ink: at least four of its modules, which the padding of a card gives."""
HEADING, VALUE = (14, 12, 10.5, 9), (10, 8.5, 7, 6)
"""Sizes in points, the first that fits."""

INK, GREY, CUT = QColor('#111111'), QColor('#555555'), QColor('#9a9a9a')


def sheet(params, task):
    """SessionCalls['sheet']. Raises `output.full`, `output.readonly`; what was at `out` stays until the sheet is whole."""
    plan, out = params['plan'], params['out']
    partial = f'{out}.partial'
    with disk.writing(out):
        try:
            # Passwords may stand on it.
            os.close(os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
            pages, missing = Sheet(partial).draw(plan, task)
            os.replace(partial, out)
        finally:
            if os.path.exists(partial):
                os.remove(partial)
    return {'pages': pages, 'missing': missing}


class Sheet:
    """A4, since every printer has it; eight cards a page, each with lines to cut along."""

    def __init__(self, path):
        self._writer = QPdfWriter(path)
        self._path = path
        units = getattr(QPageLayout, 'Unit', QPageLayout)
        sizes = getattr(QPageSize, 'PageSizeId', QPageSize)
        self._writer.setResolution(DPI)
        self._writer.setPageSize(QPageSize(sizes.A4))
        self._writer.setPageMargins(QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN), units.Millimeter)
        self._writer.setCreator('Fieldpack')
        self._missing = set()

    def draw(self, plan, task):
        """The number of pages, and characters that no font of this computer has."""
        cards = plan['cards']
        self._writer.setTitle(plan['title'])
        painter = QPainter()
        if not painter.begin(self._writer):
            raise OSError(f'{self._path} cannot be written')
        self._painter = painter
        try:
            width = self._writer.width() / DPI / MM
            height = self._writer.height() / DPI / MM - HEAD
            size = QSizeF((width - GAP * (COLUMNS - 1)) / COLUMNS, (height - GAP * (ROWS - 1)) / ROWS)
            each = COLUMNS * ROWS
            pages = max(1, -(-len(cards) // each))
            for page in range(pages):
                task.check()
                if page > 0:
                    self._writer.newPage()
                self._head(plan['title'], page, pages, width)
                for at, card in enumerate(cards[page * each : (page + 1) * each]):
                    left = (at % COLUMNS) * (size.width() + GAP)
                    top = HEAD + (at // COLUMNS) * (size.height() + GAP)
                    self._card(card, QRectF(left, top, size.width(), size.height()))
                task.progress('sheet', (page + 1) / pages)
        finally:
            # Qt tells of a full disk only here.
            is_whole = painter.end()
        if not is_whole or os.path.getsize(self._path) == 0:
            raise OSError(f'{self._path} cannot be written')
        return pages, sorted(self._missing)

    def _head(self, title, page, pages, width):
        self._text(title, QRectF(0, 0, width - 20, HEAD), (11, 9), GREY, lines=1)
        if pages > 1:
            number = QRectF(width - 18, 0, 18, HEAD)
            self._text(f'{page + 1} / {pages}', number, (9,), GREY, lines=1, align='AlignRight')

    def _card(self, card, box):
        self._border(box)
        inner = box.adjusted(QUIET, QUIET, -QUIET, -QUIET)
        code = QRectF(inner.right() - QR_SIZE, inner.top(), QR_SIZE, QR_SIZE)
        self._code(card['qr']['modules'], code)
        caption = _below(code, code.bottom() + QUIET, inner.bottom())
        self._text(card['qr']['caption'], caption, (7,), GREY, lines=3, align='AlignHCenter')
        column = QRectF(inner.left(), inner.top(), code.left() - inner.left() - QUIET, inner.height())
        y = column.top()
        head = QRectF(column.left(), y, column.width(), 13)
        y += self._text(card['heading'], head, HEADING, INK, lines=2, bold=True) + 1.5
        for line in card['lines']:
            y += self._text(line['label'], _below(column, y), (7,), GREY, lines=1)
            value = _below(column, y)
            y += self._text(line['value'], value, VALUE, INK, lines=4 if line['isCode'] else 2, code=line['isCode'])
            y += 1
        self._text(card['note'], _below(column, y + 0.5), (7, 6), GREY, lines=5)

    def _border(self, box):
        pen = QPen(CUT, 0.2 * DPI * MM)
        pen.setStyle(getattr(Qt, 'PenStyle', Qt).DashLine)
        self._painter.setPen(pen)
        self._painter.drawRect(_dots(box))

    def _code(self, modules, box):
        """Modules are whole dots, so that no hairline stands between them; against the right edge."""
        dots = _dots(box)
        side = int(dots.width() / len(modules))
        left, top = round(dots.right()) - side * len(modules), round(dots.top())
        for row, cells in enumerate(modules):
            for run in re.finditer('1+', cells):
                width = (run.end() - run.start()) * side
                self._painter.fillRect(left + run.start() * side, top + row * side, width, side, INK)

    def _text(self, text, box, sizes, color, lines, bold=False, code=False, align=None):
        """
        Draws the text in the first of the sizes (points) in which all of it fits, else in the last one as far as it
        fits, with an ellipsis. Answers the height that it took, in millimetres.
        """
        box = _dots(box)
        for points in sizes:
            font = _font(points, bold, code)
            layout = self._laid(text, font, box.width(), align)
            shown = _fitting(layout, lines, box.height())
            if shown == layout.lineCount():
                break
        if 0 < shown < layout.lineCount():
            layout = self._laid(self._elided(text, layout, font, shown, box.width()), font, box.width(), align)
            shown = min(shown, layout.lineCount())
        self._painter.setPen(QPen(color))
        height = 0.0
        for at in range(shown):
            layout.lineAt(at).draw(self._painter, box.topLeft())
            height += layout.lineAt(at).height()
        self._note_missing(text, layout)
        return height / DPI / MM

    def _laid(self, text, font, width, align):
        modes = getattr(QTextOption, 'WrapMode', QTextOption)
        option = QTextOption()
        option.setWrapMode(modes.WrapAtWordBoundaryOrAnywhere)
        if align is not None:
            option.setAlignment(getattr(getattr(Qt, 'AlignmentFlag', Qt), align))
        layout = QTextLayout(text, font, self._writer)
        layout.setTextOption(option)
        layout.beginLayout()
        height = 0.0
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, height))
            height += line.height()
            line = layout.createLine()
        layout.endLayout()
        return layout

    def _elided(self, text, layout, font, shown, width):
        start = layout.lineAt(shown - 1).textStart()
        mode = getattr(Qt, 'TextElideMode', Qt).ElideRight
        last = QFontMetricsF(font, self._writer).elidedText(text[start:], mode, width)
        return text[:start] + last

    def _note_missing(self, text, layout):
        runs = [run for at in range(layout.lineCount()) for run in layout.lineAt(at).glyphRuns()]
        if any(0 in run.glyphIndexes() for run in runs):
            fonts = [run.rawFont() for run in runs]
            self._missing.update(char for char in text if not any(font.supportsCharacter(ord(char)) for font in fonts))


def _font(points, bold, code):
    font = QFont()
    font.setPointSizeF(points)
    font.setBold(bold)
    if code:
        font.setFamily('monospace')
        font.setStyleHint(getattr(QFont, 'StyleHint', QFont).Monospace)
    return font


def _fitting(layout, lines, height):
    """How many of the lines fit."""
    count = 0
    while count < min(layout.lineCount(), lines):
        height -= layout.lineAt(count).height()
        if height < -1:
            break
        count += 1
    return count


def _below(box, y, bottom=None):
    return QRectF(box.left(), y, box.width(), max(0.0, (box.bottom() if bottom is None else bottom) - y))


def _dots(box):
    """Of millimetres."""
    scale = DPI * MM
    return QRectF(box.left() * scale, box.top() * scale, box.width() * scale, box.height() * scale)
