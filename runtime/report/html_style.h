/* The style of all pages and the few lines that open folded parts for printing: html.c puts them into the head of each.
 * Colours are told by words too, so that nothing is lost on a black and white printer. */
#ifndef ASSESSC_HTML_STYLE_H
#define ASSESSC_HTML_STYLE_H

static const char html_style[] =
    ":root{color-scheme:light;--ink:#1d2329;--soft:#5c6874;--paper:#fff;--band:#f3f5f8;--line:#d3dae1;--mark:#22629c;--below:#b0472a;--range:#10283f;--tight:#a3261b;--loose:#1b6b3a}\n"
    "@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--ink:#e3e7eb;--soft:#9aa6b2;--paper:#15191d;--band:#1f252b;"
    "--line:#353d46;--mark:#6ba7dc;--below:#e58a6d;--range:#dbe9f6;--tight:#f08c80;--loose:#7cc596}}\n"
    "*{box-sizing:border-box}\n"
    "html{-webkit-text-size-adjust:100%}\n"
    "body{margin:0 auto;max-width:76rem;padding:1.5rem 1.25rem 4rem;background:var(--paper);color:var(--ink);"
    "font:1rem/1.6 \"Noto Sans CJK SC\",\"Source Han Sans SC\",\"PingFang SC\",\"Microsoft YaHei\",\"WenQuanYi Zen Hei\",system-ui,sans-serif}\n"
    "h1{font-size:1.6rem;line-height:1.3;margin:0 0 .75rem}\n"
    "h2{font-size:1.25rem;line-height:1.3;margin:2.25rem 0 .6rem;padding-bottom:.25rem;border-bottom:2px solid var(--line)}\n"
    "h3{font-size:1.05rem;margin:1.4rem 0 .4rem}\n"
    "h4{font-size:1rem;margin:1rem 0 .3rem}\n"
    "p{margin:.4rem 0}\n"
    "a{color:var(--mark);text-decoration:none}a:hover{text-decoration:underline}\n"
    ".soft{color:var(--soft);font-size:.9em}\n"
    ".note{border-left:4px solid var(--mark);background:var(--band);padding:.4rem .8rem}\n"
    ".table{overflow-x:auto;margin:.5rem 0 1rem}\n"
    "table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums}\n"
    "caption{text-align:left;font-weight:600;padding:.2rem 0 .3rem}\n"
    "th,td{padding:.28rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}\n"
    "th{background:var(--band);vertical-align:bottom;min-width:3.2em}\n"
    "td{white-space:nowrap}\n"
    ".number{text-align:right}\n"
    ".prose{white-space:normal;overflow-wrap:anywhere;min-width:7.5rem}\n"
    ".number~.prose{min-width:17rem}\n"
    ".wide{width:100%;table-layout:fixed}.wide th:first-child{width:22%}\n"
    ".mark{border:1px solid;border-radius:.25rem;padding:0 .3rem;font-size:.85em;white-space:nowrap;color:var(--soft)}\n"
    ".tight{color:var(--tight)}.loose{color:var(--loose)}.added{color:var(--mark)}\n"
    ".bars{width:100%;max-width:46rem;margin:.5rem 0 1.2rem}\n"
    ".bars td{white-space:normal;vertical-align:middle;padding:.15rem .5rem}\n"
    ".bars td.label{width:34%}.bars td.bar{width:46%}.bars td.number{white-space:nowrap}\n"
    ".bars svg{display:block;width:100%;height:1rem}\n"
    ".bars .full{fill:var(--mark)}.bars .below{fill:var(--below)}.bars .range{fill:var(--range)}.bars .axis{fill:var(--line)}\n"
    "details{margin:.3rem 0;border:1px solid var(--line);border-radius:.35rem}\n"
    "details>summary{cursor:pointer;padding:.35rem .7rem;background:var(--band);border-radius:.35rem;font-weight:600}\n"
    "details[open]>summary{border-radius:.35rem .35rem 0 0}\n"
    "details>*:not(summary){margin-left:.8rem;margin-right:.8rem}\n"
    "ul{margin:.25rem 0 .5rem;padding-left:1.3rem}\n"
    "li{margin:.12rem 0;overflow-wrap:anywhere}\n"
    "@media (max-width:40rem){body{padding:1rem .75rem 3rem;font-size:.95rem}h1{font-size:1.3rem}details>*:not(summary){margin-left:.5rem;margin-right:.5rem}"
    "th,td{padding:.25rem .4rem}ul{padding-left:1rem}.prose{min-width:5.5rem}.number~.prose{min-width:15rem}.wide th:first-child{width:5.5rem}.bars td.label{width:22%}.bars td.bar{width:auto}}\n"
    "@media print{@page{size:A4;margin:14mm 12mm}body{max-width:none;padding:0;font-size:9.5pt;line-height:1.45}h1{font-size:15pt}h2{font-size:12pt}"
    "h2,h3,h4,summary{break-after:avoid}tr,.bars{break-inside:avoid}a{color:inherit}.table{overflow:visible}table{font-size:8pt}th,td{padding:1.5pt 3pt}"
    ".number~.prose{min-width:0}h3,h4{font-size:9.5pt;margin:3pt 0 1pt}p{margin:2pt 0}ul{margin:1pt 0 3pt;padding-left:11pt}li{margin:0}.soft{font-size:8pt}"
    ".screen{display:none}details{border:0;margin:4pt 0}details>summary{list-style:none;padding:1pt 4pt;break-after:avoid}"
    "details>*:not(summary){margin-left:4pt;margin-right:0}"
    "details::details-content{content-visibility:visible;display:block;height:auto}.sheet{break-before:page}"
    "th,details>summary,.note,svg{-webkit-print-color-adjust:exact;print-color-adjust:exact}}\n";

/* A folded part is printed in full also where the browser does not know ::details-content, and is opened by a link into it. */
static const char html_script[] =
    "(function(){var opened=[];function each(f){Array.prototype.forEach.call(document.querySelectorAll('details'),f)}\n"
    "window.addEventListener('beforeprint',function(){each(function(d){if(!d.open){d.open=true;opened.push(d)}})});\n"
    "window.addEventListener('afterprint',function(){opened.forEach(function(d){d.open=false});opened=[]});\n"
    "function show(){var e=location.hash&&document.getElementById(decodeURIComponent(location.hash.slice(1)));\n"
    "for(var d=e;d;d=d.parentElement)if(d.tagName==='DETAILS')d.open=true;if(e)e.scrollIntoView()}\n"
    "window.addEventListener('hashchange',show);show()})()\n";

#endif
