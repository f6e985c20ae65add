"""What does Streamlit run for each visit? What `app.py` shows, from a folder with no `pages` beside it."""

from app import show

show()
