/* article/han_names.c: is a run of Han characters the name of a person? By surname, length and a
 * list of words that begin like one. */
#include "article/candidates.h"

/* The surnames that cover about 98 in 100 people in China, most frequent first, and the compound
 * ones. */
static const char SURNAMES[] =
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏"
    "苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵"
    "万覃武钱戴严莫孔向常汤康易乔赖文庞樊兰殷施洪翟安颜倪温牛芦季俞章鲁葛伍申尤毕聂柴焦向柳邢"
    "岳齐梅庄辛管祝左涂谷祁耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘"
    "景薄单包司柏宁柯阮桂闵解强柴华车冉房边吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖"
    "符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都耿满楼仲巩麦庆"
    "刘陳楊黃趙吳孫馬鄭謝許韓鄧馮蕭葉蘇呂盧鍾譚陸賈韋鄒龍賀顧龔邵萬錢嚴湯賴龐蘭顏魯畢聶"
    "郇邰池桑阎郦应宗於原麻晁寇靖师巫牧隆鞠丰荣翦荆羊惠曲家封芮储汲松井富乌焉巴弓隗山谷车侯"
    "宓蓬郗班仰伊暴钭厉戎祖束叶幸韶蓟印宿怀蒲鄂索咸籍赖蔺蒙阴双闻莘翟贡劳逄扶堵宰雍却璩濮寿通"
    "扈冀尚农别晏瞿阎充慕茹习宦艾鱼容古慎戈终居衡步都耿弘匡国寇广禄阙东殴殳沃利蔚越夔师厍晁勾"
    "融訾辛阚那空曾毋沙乜养须关蒯相查后荆红权逯益桓公";
static const char *const COMPOUND_SURNAMES[] = {"欧阳", "司马", "上官", "诸葛", "东方", "皇甫",
                                                "尉迟", "公孙", "慕容", "令狐", "司徒", "端木",
                                                "夏侯", "歐陽", "南宫", "宇文", "长孙", NULL};

/* Words of two to four characters that begin like a surname and are no name. */
static const char *const NOT_NAMES[] = {
    "本报", "本网", "本刊", "本台", "记者", "通讯", "编辑", "报道",   "新闻", "日报", "晚报",
    "时报", "商报", "电视", "广播", "网",   "社",   "摄影", "供图",   "整理", "综合", "来源",
    "北京", "上海", "广州", "深圳", "中国", "公司", "中心", "委员会", "办公", "集团", "大学",
    "学院", "协会", "部",   "局",   "厅",   "站",   "频道", "客户端", "杂志", "周刊", "今天",
    "方面", "了解", "获悉", "注意", "发现", "从",   "在",   "的",     "是",   "说",   "称",
    "表示", "介绍", "采访", "看到", "和",   "与",   "图",   "特约",   "实习", "见习", "首席",
    "驻",   "摄",   "当日", "日",   "年",   "时",   NULL};

static bool is_surname(na_str first)
{
    return na_str_find(NA_STR(SURNAMES), first) != NA_NOT_FOUND;
}

bool na_all_han(na_str s)
{
    while (s.n > 0)
        if (!na_is_han(na_utf8_next(&s)))
            return false;
    return true;
}

bool na_is_name_han(na_str s)
{
    size_t chars = na_utf8_count(s);
    if (chars < 2 || chars > 4 || s.n != chars * 3 || !na_all_han(s))
        return false;
    for (const char *const *c = COMPOUND_SURNAMES; *c; c++)
        if (chars >= 3 && na_str_starts(s, na_str_from(*c)))
            return true;
    if (chars == 4 || !is_surname(na_str_take(s, 3)))
        return false;
    for (const char *const *w = NOT_NAMES; *w; w++) {
        na_str word = na_str_from(*w);
        if (word.n > 3 ? na_str_find(s, word) != NA_NOT_FOUND
                       : na_str_find(na_str_skip(s, 6), word) != NA_NOT_FOUND)
            return false;
    }
    return true;
}
