"""Setting legal papers on pages in Chinese and English, as PDF/A: what every document of the platform is made with."""
