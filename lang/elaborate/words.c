/* The words that a file is cut into, and its translation: what is declared in the file and in those that it cites, beside the words of the
 * language. The reader of rules and the formatter (lang/format/) both go through here. */
#include <string.h>
#include "elaborate/elaborate.h"
#include "memory.h"
#include "phrase/library.h"
#include "phrase/translate.h"

/* Words that are not declared anywhere. */
static const char *const plain_words[] = {
    "的", "得", "每", "按", "对", "在", "取", "第", "名", "前", "保留", "位小数", "整数", "数值", "百分比", "日期", "文本", "是或否", "分为", "对应", "不得为负", "必须为正",
    "必填", "可不填", "免考时可不填", "一行一个", "不得缺行", "空白", "未填", "已填", "视为", "要求", "本行无效", "满分", "有效权重", "权重", "得分", "得分率", "目标", "总分", "最高", "最低",
    "最多", "加", "扣", "其余", "免考", "未免考", "不适用", "不评", "报错", "没有", "都未填", "都免考", "都不适用", "本项", "本组", "本类", "同一", "全部", "各", "各项", "其他", "指标", "扣完为止",
    "合计", "平均值", "加权平均", "最高值", "最低值", "个数", "最后值", "天数", "标准差", "只算已填", "含起止当日", "重叠只算一次", "名次", "从高到低", "从低到高", "从早到晚", "从晚到早",
    "并列", "不排", "舍入后", "舍入前", "等次", "自上而下", "首个", "唯一", "累加", "取最高", "取最低", "一票否决", "照排", "名额", "取得", "跨线同分", "都不取", "都取", "再同", "按比例", "平均", "分摊到", "不计", "不足", "去尾", "四舍五入",
    "进一", "四舍六入五成双", "责任", "来源", "依据", "有效", "报送", "时限", "加分", "扣分", "小数形式", "本年", "本月", "本季", "本年天数", "本月天数", "年度", "版", "分类", "考核对象", "台账",
    "组", "重点任务", "每项", "每种", "结果", "办法", "语言", "就高", "到", "不限", "先去掉", "是", "否", "不考核", "引用",
    "层级", "承接", "沿革", "下级", "指标数", "考核要点数", "报表数", "检查次数", "检查工时", "一票否决数", "一年", "比", "上年", "减少", "必须有", "不得有", "关注", "提得最多", "话题", "检查",
    "半年", "季度", "张", "表", "改名", "更名", "合并", "拆分", "新设", "废止",
    "人工评定", "裁量", "酌情", "视情", "折算为", "单独决定名次", "由", "提醒", "都相同", "覆盖", "等次调整", "不得评", "晋一档", "降一档", "不排名次", "照占", "不占",
    "取大", "取小", "选", "开方", "乘方", "对数", "指数函数"};

static void add_word(void *context, const char *word) { lexicon_add(context, word); }

struct lexicon *scheme_lexicon(const struct scheme *scheme, const struct syntax_file *file)
{
    struct lexicon *lexicon = lexicon_new();
    for (size_t i = 0; i < sizeof plain_words / sizeof plain_words[0]; i++)
        lexicon_add(lexicon, plain_words[i]);
    unit_words(add_word, lexicon);
    library_words(scheme->model->library, lexicon);
    names_collect(lexicon, file->clauses, file->clause_count);
    for (uint32_t i = 0; i < scheme->cited_count; i++)
        for (uint32_t k = 0; k < scheme->cited[i]->ledger_count; k++)
            lexicon_add(lexicon, scheme->cited[i]->ledgers[k]->name);
    for (uint32_t i = 0; i < scheme->cited_count; i++) {
        for (uint32_t k = 0; k < scheme->cited[i]->item_count; k++)
            lexicon_add(lexicon, scheme->cited[i]->items[k]->code);
        for (uint32_t k = 0; k < scheme->cited[i]->function_count; k++)
            lexicon_add(lexicon, scheme->cited[i]->functions[k]->name);
        for (uint32_t k = 0; k < scheme->cited[i]->quantity_count; k++)
            lexicon_add(lexicon, scheme->cited[i]->quantities[k]->name);
    }
    return lexicon;
}

void scheme_translate(const struct scheme *scheme, struct syntax_file *file, enum language to)
{
    struct map names = {0};
    for (uint32_t i = 0; i < scheme->cited_count; i++)
        names_of_cited(scheme->cited[i], &names);
    translate_clauses(scheme->model->vocabulary, &names, file->clauses, file->clause_count, to);
    map_release(&names);
}
