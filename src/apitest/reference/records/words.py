"""Texts in the six languages of the United Nations, dates, and choices that depend on a record's number alone."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from apitest.dialects.dates import canonical
from apitest.model import Json

Item = TypeVar("Item")
Text = list[dict[str, Json]]

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
_SYNTHETIC = {
    "en": "Synthetic record {number}: {text}",
    "fr": "Notice synthétique {number} : {text}",
    "es": "Registro sintético {number}: {text}",
    "ru": "Синтетическая запись {number}: {text}",
    "ar": "سجل اصطناعي {number}: {text}",
    "zh": "合成记录{number}：{text}",
}
SUBJECTS: tuple[dict[str, str], ...] = (
    {
        "en": "mercury waste",
        "fr": "déchets de mercure",
        "es": "desechos de mercurio",
        "ru": "ртутные отходы",
        "ar": "نفايات الزئبق",
        "zh": "汞废物",
    },
    {
        "en": "plastic waste",
        "fr": "déchets plastiques",
        "es": "desechos plásticos",
        "ru": "пластиковые отходы",
        "ar": "النفايات البلاستيكية",
        "zh": "塑料废物",
    },
    {
        "en": "persistent organic pollutants",
        "fr": "polluants organiques persistants",
        "es": "contaminantes orgánicos persistentes",
        "ru": "стойкие органические загрязнители",
        "ar": "الملوثات العضوية الثابتة",
        "zh": "持久性有机污染物",
    },
    {
        "en": "illegal traffic",
        "fr": "trafic illicite",
        "es": "tráfico ilícito",
        "ru": "незаконный оборот",
        "ar": "الاتجار غير المشروع",
        "zh": "非法贩运",
    },
    {
        "en": "programme of work and budget",
        "fr": "programme de travail et budget",
        "es": "programa de trabajo y presupuesto",
        "ru": "программа работы и бюджет",
        "ar": "برنامج العمل والميزانية",
        "zh": "工作方案和预算",
    },
    {
        "en": "financial resources",
        "fr": "ressources financières",
        "es": "recursos financieros",
        "ru": "финансовые ресурсы",
        "ar": "الموارد المالية",
        "zh": "财政资源",
    },
    {
        "en": "technical assistance",
        "fr": "assistance technique",
        "es": "asistencia técnica",
        "ru": "техническая помощь",
        "ar": "المساعدة التقنية",
        "zh": "技术援助",
    },
    {
        "en": "national reporting",
        "fr": "présentation des rapports nationaux",
        "es": "presentación de informes nacionales",
        "ru": "национальная отчётность",
        "ar": "الإبلاغ الوطني",
        "zh": "国家报告",
    },
    {
        "en": "biological diversity",
        "fr": "diversité biologique",
        "es": "diversidad biológica",
        "ru": "биологическое разнообразие",
        "ar": "التنوع البيولوجي",
        "zh": "生物多样性",
    },
    {
        "en": "cooperation and coordination",
        "fr": "coopération et coordination",
        "es": "cooperación y coordinación",
        "ru": "сотрудничество и координация",
        "ar": "التعاون والتنسيق",
        "zh": "合作与协调",
    },
    {
        "en": "electronic waste",
        "fr": "déchets électroniques",
        "es": "desechos electrónicos",
        "ru": "электронные отходы",
        "ar": "النفايات الإلكترونية",
        "zh": "电子废物",
    },
)
_FIRST_UPDATE = datetime(2025, 5, 12, 6, tzinfo=UTC)
_MINUTES = 181 * 24 * 60
_STRIDE = 7919


def chosen(items: Sequence[Item], number: int) -> Item:
    """One of the items, by the record's number."""
    return items[number % len(items)]


def languages_of(number: int) -> tuple[str, ...]:
    """English always; every second record French and Spanish too; every fourth all six."""
    return LANGUAGES if number % 4 == 0 else LANGUAGES[:3] if number % 2 == 0 else LANGUAGES[:1]


def texts(number: int, subject: dict[str, str], prefix: dict[str, str] | None = None) -> Text:
    """A text marked as synthetic, in the languages of the record; `prefix` stands before the subject."""
    found: Text = []
    for language in languages_of(number):
        text = f"{prefix[language]} {subject[language]}" if prefix else subject[language]
        found.append({"language": language, "value": _SYNTHETIC[language].format(number=number, text=text)})
    return found


def english(text: str) -> Text:
    """A text in English alone."""
    return [{"language": "en", "value": text}]


def updated(number: int) -> str:
    """The last change: between May and November 2025; two records each share one moment."""
    return canonical(_FIRST_UPDATE + timedelta(minutes=number // 2 * _STRIDE % _MINUTES))


def midnight(day: date) -> str:
    """A day as a canonical date-time."""
    return f"{day.isoformat()}T00:00:00Z"


def file(owner: str, language: str, folder: str, number: int) -> dict[str, Json]:
    """A file of a record, at an address that is reserved for examples."""
    name = f"{owner}-{language}.pdf"
    return {
        "id": f"file-{owner}-{language}",
        "url": f"https://documents.example.org/{folder}/{name}",
        "mimeType": "application/pdf",
        "language": language,
        "filename": name,
        "size": 20_000 + number % 50 * 1000,
    }
