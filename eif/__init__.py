"""Birmingham's Education Improvement Framework: from official extracts to explainable ratings."""
