/* crawl/report_style.h: the style sheet of the report. Colours follow prefers-color-scheme; the
 * language is chosen by two radio buttons in front of the page, without a script. */
#ifndef NA_CRAWL_REPORT_STYLE_H
#define NA_CRAWL_REPORT_STYLE_H

#define NA_REPORT_STYLE                                                                            \
    ":root{color-scheme:light dark;--paper:#faf9f5;--card:#fff;--ink:#22302f;--soft:#5c6b69;"      \
    "--line:#e2dfd5;--up:#2f6f6b;--down:#b57a1c;--bad:#a63d2f;--whole:#dcd8cb}"                    \
    "@media(prefers-color-scheme:dark){:root{--paper:#141819;--card:#1b2122;--ink:#dde3e0;"        \
    "--soft:#98a6a3;--line:#2d3637;--up:#6db5ad;--down:#d9a952;--bad:#e58673;--whole:#343e3f}}"    \
    "*{box-sizing:border-box}"                                                                     \
    "body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,"              \
    "\"Noto Sans CJK SC\",\"PingFang SC\",\"Microsoft YaHei\",sans-serif;"                         \
    "font-variant-numeric:tabular-nums}"                                                           \
    "main{max-width:70rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}"                              \
    "h1,h2,.figure b{font-family:Georgia,\"Noto Serif CJK SC\",\"Songti SC\",SimSun,serif;"        \
    "font-weight:normal}"                                                                          \
    "h1{font-size:2.1rem;line-height:1.25;margin:0;overflow-wrap:anywhere}"                        \
    "h2{font-size:1.35rem;margin:0 0 .25rem}"                                                      \
    "p{margin:.4rem 0}.soft,caption,summary{color:var(--soft)}.soft{font-size:.9rem}"              \
    "header{display:flex;flex-wrap:wrap;gap:.5rem 2rem;justify-content:space-between;"             \
    "align-items:start;margin-bottom:1.5rem}header>div{min-width:0}"                               \
    "section{background:var(--card);border:1px solid var(--line);border-radius:.6rem;"             \
    "padding:1.25rem;margin-top:1.25rem}"                                                          \
    ".pick{position:absolute;opacity:0;width:1px;height:1px}"                                      \
    ".lang label{display:inline-block;padding:.3rem .8rem;border:1px solid var(--line);"           \
    "color:var(--soft);cursor:pointer;min-height:2rem}"                                            \
    ".lang label:first-child{border-radius:1rem 0 0 1rem}"                                         \
    ".lang label:last-child{border-radius:0 1rem 1rem 0;border-left:0}"                            \
    "#en:checked~main label[for=en],#zh:checked~main label[for=zh]"                                \
    "{background:var(--up);color:var(--card);border-color:var(--up)}"                              \
    "#en:focus-visible~main label[for=en],#zh:focus-visible~main label[for=zh]"                    \
    "{outline:2px solid var(--down);outline-offset:2px}"                                           \
    "#en:checked~main [lang=zh-Hans]{display:none}#zh:checked~main [lang=en]{display:none}"        \
    ".figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:1px;"     \
    "background:var(--line);border:1px solid var(--line);border-radius:.6rem;overflow:hidden}"     \
    ".figure{background:var(--card);padding:.9rem 1rem}"                                           \
    ".figure b{display:block;font-size:1.7rem;line-height:1.3}.figure span{font-size:.9rem}"       \
    ".state{border-left:.3rem solid var(--up);padding-left:.9rem;margin:1.5rem 0}"                 \
    ".state.bad{border-color:var(--bad)}.state b{font-weight:600}"                                 \
    "svg{display:block;width:100%}svg.bars{height:11rem}td svg.bars{height:2.2rem;"                \
    "min-width:5rem}svg.share{height:.6rem;border-radius:.3rem;min-width:5rem}"                    \
    ".up{fill:var(--up)}.down{fill:var(--down)}.bad{fill:var(--bad)}.whole{fill:var(--whole)}."    \
    "hit{fill:transparent}"                                                                        \
    "g:hover .hit{fill:var(--line)}.grid,.line{stroke:var(--line);stroke-width:1px;fill:none;"     \
    "vector-effect:non-scaling-stroke}.line{stroke:var(--soft)}"                                   \
    ".axis{display:flex;justify-content:space-between;color:var(--soft);font-size:.85rem;"         \
    "margin-top:.3rem}"                                                                            \
    ".key{margin-right:1rem;white-space:nowrap}.key::before{content:\"\";display:inline-block;"    \
    "width:.75em;height:.75em;border-radius:.15em;margin-right:.4em;background:var(--up)}"         \
    ".key.k2::before{background:var(--down)}.key.k3::before{background:var(--whole)}.key.k4::"     \
    "before{background:var(--bad)}"                                                                \
    ".wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.93rem}"            \
    "th,td{padding:.35rem .6rem .35rem 0;text-align:left;vertical-align:middle;"                   \
    "border-top:1px solid var(--line);font-weight:normal}"                                         \
    "thead th{color:var(--soft);border-top:0;font-size:.85rem}"                                    \
    ".n{text-align:right;white-space:nowrap}th[scope=row]{overflow-wrap:anywhere;max-width:16rem}" \
    "td.plot{width:45%}a{color:inherit;text-decoration-color:var(--soft);overflow-wrap:anywhere}"  \
    "details{margin-top:.8rem}summary{cursor:pointer}summary:hover{color:var(--ink)}"              \
    "footer{margin-top:2rem;color:var(--soft);font-size:.85rem}"                                   \
    "@media(max-width:36rem){main{padding:1.5rem .8rem 3rem}h1{font-size:1.6rem}"                  \
    "section{padding:1rem .9rem}td.plot{width:30%}.hide{display:none}"                             \
    "th[scope=row]{max-width:9rem}}"                                                               \
    "@media print{section{break-inside:avoid}.lang{display:none}}"

#endif
