"""The text engine: Markdown, paragraphs with permanent ids, comparison. Pure: no Flask, no database."""
