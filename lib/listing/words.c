/* The words of menus, pagers and headings, in Chinese (both scripts) and a few other languages. */
#include "listing/words.h"

#define WORDS_MAX 32

static const char *const lists[NA_WORDS_COUNT][WORDS_MAX] = {
    [NA_WORDS_HOME] = {"首页", "首頁", "网站首页", "網站首頁", "主页", "主頁", "返回首页",
                       "本站首页", "home", "homepage", "accueil", "startseite", "inicio", "главная",
                       "トップ", "ホーム"},
    [NA_WORDS_NEXT] = {"下一页", "下一頁", "下页", "后一页", "下1页", "后页", "向后", "next",
                       "nextpage", "older", "olderposts", "次へ", "次のページ", "weiter", "suivant",
                       "siguiente", "следующая", "下一页next"},
    [NA_WORDS_PREVIOUS] = {"上一页", "上一頁", "上页", "前一页", "前页", "向前", "previous", "prev",
                           "previouspage", "newer", "newerposts", "前へ", "zurück", "précédent",
                           "anterior", "предыдущая"},
    [NA_WORDS_FIRST] = {"首页", "首頁", "第一页", "第1页", "第一頁", "最前", "first", "firstpage",
                        "最初"},
    [NA_WORDS_LAST] = {"尾页", "末页", "尾頁", "末頁", "最后一页", "最后页", "最後一頁", "最末页",
                       "last", "lastpage", "最後"},
    [NA_WORDS_MORE] = {"更多",     "更多more", "more",     "查看更多", "查看全部",
                       "全部",     "更多新闻", "viewall",  "seeall",   "more更多",
                       "点击更多", "了解更多", "浏览更多", "readmore", "阅读全文",
                       "详细",     "详情",     "查看详情", "查看",     "全文"},
    [NA_WORDS_LOAD_MORE] = {"加载更多", "点击加载更多", "加载更多内容", "点击加载", "显示更多",
                            "查看更多", "点击查看更多", "载入更多", "继续加载", "加载更多新闻",
                            "上拉加载更多", "下拉加载更多", "點擊加載更多", "載入更多", "loadmore",
                            "showmore", "morenews", "もっと見る"},
    [NA_WORDS_UTILITY] = {"设为首页", "加入收藏", "收藏本站", "收藏",     "登录",   "登陆",
                          "注册",     "登录注册", "会员登录", "管理登录", "退出",   "搜索",
                          "站内搜索", "高级搜索", "邮箱",     "企业邮箱", "微博",   "微信",
                          "官方微博", "官方微信", "手机版",   "无障碍",   "login",  "signin",
                          "register", "signup",   "search",   "rss",      "logout", "subscribe",
                          "返回顶部", "打印"},
    [NA_WORDS_CRUMB] = {"当前位置", "您的位置", "您所在的位置", "您现在的位置", "您当前的位置",
                        "你的位置", "你所在的位置", "你现在的位置", "现在位置", "所在位置",
                        "您的当前位置", "您当前所在位置", "當前位置", "現在位置", "您所在位置",
                        "位置", "youarehere"},
    [NA_WORDS_SIDE] = {"热点", "热门", "相关推荐", "相关新闻", "相关阅读", "相关文章", "推荐阅读",
                       "推荐新闻", "点击排行", "排行榜", "阅读排行", "点击榜", "猜你喜欢",
                       "延伸阅读", "related", "mostread", "popular", "trending", "recommended"},
};

static na_str word(na_word_list list, size_t i)
{
    return i < WORDS_MAX ? na_str_from(lists[list][i]) : (na_str){NULL, 0};
}

bool na_word_is(na_word_list list, na_str text)
{
    for (size_t i = 0; word(list, i).p; i++)
        if (na_str_eq(text, word(list, i)))
            return true;
    return false;
}

bool na_word_starts(na_word_list list, na_str text)
{
    for (size_t i = 0; word(list, i).p; i++)
        if (na_str_starts(text, word(list, i)))
            return true;
    return false;
}

bool na_word_in(na_word_list list, na_str text)
{
    for (size_t i = 0; word(list, i).p; i++)
        if (na_str_find(text, word(list, i)) != NA_NOT_FOUND)
            return true;
    return false;
}
