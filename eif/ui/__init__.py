"""The few components that pages share; the only part of `eif` that draws with Streamlit."""
