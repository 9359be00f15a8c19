"""ECA Policy: joint position papers of the European Clusters Alliance."""
