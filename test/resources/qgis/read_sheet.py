"""Prints what a reader sees in a PDF, as JSON: each page's text and QR codes. Needs pymupdf, zxing-cpp and pillow."""

import json
import sys

import pymupdf
import zxingcpp
from PIL import Image

pages = []
for page in pymupdf.open(sys.argv[1]):
    picture = page.get_pixmap(dpi=150)
    image = Image.frombytes('RGB', (picture.width, picture.height), picture.samples)
    codes = [code.text for code in zxingcpp.read_barcodes(image)]
    pages.append({'text': page.get_text(), 'codes': codes})
print(json.dumps(pages))
