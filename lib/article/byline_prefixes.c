/* article/byline_prefixes.c: what bylines write before a name, in many languages; longer forms
 * first. ASCII letters compare without case, so other alphabets have their capitals, too. */
#include "article/candidates.h"

/* clang-format off */
const char *const na_byline_prefixes[] = {
    "propos recueillis par ", "veröffentlicht von ", "ein gastbeitrag von ", "συντάκτης: ",
    "ein interview von ", "blog beitrag von ", "eine kolumne von ", "ein artikel von ",
    "ein beitrag von ", "gastbeitrag von ", "geschrieben von ", "geschreven door ", "γράφει ο ",
    "γράφει η ", "نویسنده: ", "eingestellt von ", "取材・文：", "un article de ", "interview von ",
    "авторы: ", "автори: ", "publicado por ", "pubblicato da ", "artikel von: ", "erstellt von ",
    "verfasst von ", "published by ", "redazione di ", "autorem jest ", "kirjoittanut ",
    "ditulis oleh ", "取材・文 ", "escrito por: ", "rédigé par ", "artikel von ", "beitrag von ",
    "kolumne von ", "reported by ", "автор: ", "текст: ", "本报记者", "特约记者", "实习记者", "見習記者",
    "escrito por ", "publicat de ", "tác giả: ", "opinión de ", "publié par ", "article by ",
    "written by ", "interview: ", "автор ", "skriven av ", "skrevet av ", "skrevet af ", "إعداد ",
    "criado por ", "scritto da ", "skrivet av ", "posted by ", "autor/in: ", "a cura di ",
    "reporter: ", "napisała ", "بقلم: ", "โดย ", "texte par ", "redactie: ", "postad av ",
    "auteur : ", "story by ", "words by ", "text von ", "authors: ", "autorin: ", "autoren: ",
    "作者：", "撰文：", "记者：", "通讯员", "通訊員", "autorka: ", "autorzy: ", "napisał ", "tekst av ",
    "szerző: ", "scris de ", "autorul: ", "penulis: ", "بقلم ", "كتبت ", "testo di ", "auteur: ",
    "text by ", "author: ", "teksti: ", "penulis ", "מאת: ", "autorin ", "autoren ", "author ",
    "autor: ", "作者:", "作者 ", "记者 ", "tekst: ", "írta: ", "yazan: ", "yazar: ", "haber: ", "كتب ",
    "מאת ", "texto: ", "testo: ", "texte: ", "text: ", "autor:", "文／", "文：", "文●", "记者", "記者",
    "oleh: ", "autor ", "door: ", "bởi ", "文＝", "文・", "bài: ", "von: ", "door ", "oleh ", "por: ",
    "par: ", "by: ", "von ", "par ", "por ", "文/", "文:", "af: ", "av: ", "글 ", "글=", "di: ",
    "by ", "di ", "af ", "av ", "Автор: ", "Автор ",
    "Авторы: ", "Автори: ", "Текст: ", "Συντάκτης: ", "Γράφει ο ", "Γράφει η ", "Írta: ", "autorius: ",
    "autors: ", "autore: ", NULL,
};
/* clang-format on */
