"""The words of which names, topics and answers are made."""

# ruff: noqa: RUF001  (letters that look like others are the point)

from __future__ import annotations

FIRST = (
    "Ada", "Bruno", "Chloé", "Dmitri", "Elif", "Fatima", "Goran", "Hana", "Ines", "Jürgen", "Keiko", "Lars",
    "María", "Nikhil", "Olga", "Pedro", "Qing", "Rosa", "Søren", "Tomás", "Umut", "Vera", "Wanda", "Xenia",
    "Yusuf", "Zoë", "Łukasz", "Ñusta", "彩", "Ömer", "Ива", "مريم",
)  # fmt: skip
LAST = (
    "Almeida", "Bauer", "Castro", "Dubois", "Eriksen", "Fischer", "García", "Hansen", "Ibrahim", "Jansen",
    "Kowalski", "Lindqvist", "Moreau", "Novák", "O'Neill", "Petrov", "Quispe", "Rossi", "Şahin", "Tanaka",
    "Ueda", "Vargas", "Weiß", "Xu", "Yılmaz", "Zhang", "de la Cruz", "van den Berg", "山田", "Σάββας",
    "Åberg", "Nguyễn",
)  # fmt: skip
TOPICS = (
    "Weekly sync", "Quarterly review", "Design critique", "Réunion d'équipe", "Kundengespräch", "1:1",
    "Sprint planning 🚀", "Всем привет", "月例会議", "All hands", "Budget: \"next year\"", "Onboarding",
    "Retrospectiva", "Office hours", "اجتماع الفريق", "Incident review \\ postmortem", "Board meeting",
    "Demo\tday", "Interview", "Training & Q&A",
)  # fmt: skip
WEBINARS = (
    "Product launch 🎉", "Customer stories", "Ask us anything", "Sicherheit in der Praxis",
    "はじめてのウェビナー", "Partner day", "Le point sur la roadmap", "State of the industry",
)  # fmt: skip
DEPARTMENTS = ("Developers", "Sales", "Finance", "Support", "Marketing", "", "Research")
TIMEZONES = ("Europe/Berlin", "America/Los_Angeles", "Asia/Tokyo", "America/Sao_Paulo", "UTC", "Asia/Kolkata")
LANGUAGES = ("en-US", "de-DE", "ja-JP", "pt-PT", "fr-FR")
COUNTRIES = ("DE", "US", "JP", "BR", "GB", "IN", "")
CITIES = ("Berlin", "San José", "東京", "São Paulo", "Leeds", "Pune", "")
INDUSTRIES = ("Software", "Education", "Healthcare", "", "Manufacturing")
ORGANISATIONS = ("Acme", "Globex GmbH", "Initech", "Umbrella S.A.", "株式会社サンプル")
SIZES = ("", "1-20", "21-50", "51-100", "101-250", "251-500", "501-1,000", "1,001-5,000", "More than 10,000")
FRAMES = ("", "Within a month", "1-3 months", "4-6 months", "More than 6 months", "No timeframe")
ROLES = ("", "Decision Maker", "Evaluator/Recommender", "Influencer", "Not involved")
QUESTIONS = (
    "How useful was this?", "Which day suits you?", "What should we cover next?", "Would you come again?",
)  # fmt: skip
ANSWERS = ("Very", "Somewhat", "Not at all", "Monday; Tuesday", "Más ejemplos", "もっと", "Yes", "No")
ASKED = (
    "Will this be recorded?", "When is it available?", "¿Habrá una versión en español?", "価格は？",
    "Does it work offline?", "Is there an API?",
)  # fmt: skip
REPLIES = ("live answered", "Yes, next week.", "We will follow up.", "")
FILES = ("agenda.pdf", "notes.txt", "Übersicht.xlsx", "スライド.pptx", "photo 1.jpg")
