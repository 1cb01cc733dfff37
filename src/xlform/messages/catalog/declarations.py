"""Messages on faults of declarations: what is wrong at a key, and what to write."""

from __future__ import annotations

from typing import Final

DECLARATIONS: Final[dict[str, tuple[str, str]]] = {
    "error.declaration-key": (
        "模板声明“{path}”第 {line} 行 {at}：{fault}",
        "The declaration {path}, line {line}, {at}: {fault}",
    ),
    "error.declaration-line": (
        "模板声明“{path}”第 {line} 行：{fault}",
        "The declaration {path}, line {line}: {fault}",
    ),
    # Parts of sentences
    "declaration.nearest": ("是不是“{name}”？", " Did you mean {name}?"),
    "declaration.known": ("可用的：{names}", " Known are: {names}"),
    "declaration.printed": ("表上还印着：{names}", " Also printed: {names}"),
    "declaration.text": ("文字（放在引号里）", "text in quotes"),
    "declaration.integer": ("整数", "a whole number"),
    "declaration.list": ('清单（["甲", "乙"]）', 'a list (["a", "b"])'),
    "declaration.table": ("一组键（{{ 键 = 值 }}）", "keys with values ({{ key = value }})"),
    "declaration.or": ("，或", ", or "),
    "declaration.this-form": ("本表", "this form"),
    "relation.name": ("一个名称", "a name"),
    # Files
    "fault.unreadable": (
        "打不开（{reason}）：请确认文件在、没有被别的程序占用。",
        "can't be opened ({reason}): check that it is there and not in use.",
    ),
    "fault.toml-encoding": (
        "不是 UTF-8 编码，这一行起有读不出的字：请在记事本里另存为，编码选 UTF-8。",
        "is not in UTF-8 from this line on: save it again with the encoding UTF-8.",
    ),
    "fault.toml-full-width": (
        "引号以外有中文符号“{sign}”：请改成英文符号 {right}。",
        "has the full-width sign {sign} outside of quotes: write {right}.",
    ),
    "fault.toml-twice": (
        "这个键写了两次（{written}）：请删去一个，或把两处合成一处。",
        "gives a key a second time ({written}): delete one, or join them.",
    ),
    "fault.toml-table-twice": (
        "这个小标题前面已经有了（{written}）：请把两处合在一起。",
        "repeats a heading ({written}): put the lines of both below one.",
    ),
    "fault.toml-unclosed": (
        "这一行的括号没有收尾，或两项之间少了逗号：请补上 {sign} 或逗号。",
        "opens a bracket that is not closed, or lacks a comma: add {sign} or the comma.",
    ),
    "fault.toml-string": (
        "引号没有成对（{written}）：请补上结尾的引号。",
        "has a quote without its partner ({written}): add it.",
    ),
    "fault.toml-equals": (
        "键后面没有等号（{written}）：每行写作 键 = 值；中文的键要放在引号里。",
        "has no = after its key ({written}): write key = value, a key in Chinese in quotes.",
    ),
    "fault.toml-header": (
        "小标题没有写完（{written}）：写作 [field] 或 [[relation]]，中文名要放在引号里。",
        "is an unfinished heading ({written}): write [field] or [[relation]].",
    ),
    "fault.toml-rest": (
        "值后面还有别的字（{written}）：一行只写一个键；同一行的几项放在 {{ }} 里，用逗号分开。",
        "goes on after its value ({written}): one key a line; several in {{ }} with commas.",
    ),
    "fault.toml-value": (
        "等号后面的值认不出来（{written}）：文字放在引号里，是否写 true 或 false，清单写在 [ ] 里。",
        "has a value that is none ({written}): put text in quotes, write true or false, lists in [ ].",
    ),
    "fault.toml-key": (
        "这一行认不出来（{written}）：应是 键 = 值、[小标题] 或 # 开头的说明。",
        "is neither key = value, nor [heading], nor a # comment ({written}).",
    ),
    "fault.toml-backslash": (
        "双引号里的反斜杠有特别的意思（{written}）：正则请放在单引号里。",
        "has a backslash in double quotes ({written}): put patterns in single quotes.",
    ),
    "fault.toml": (
        "不合 TOML 的写法（{written}）：请对照 docs/templates.md 的例子。",
        "is not TOML ({written}): compare the examples of docs/templates.md.",
    ),
    # Keys and values
    "fault.unknown-key": ("没有这个键，写了也不起作用。", "is no key of a declaration."),
    "fault.missing-key": ("缺少 {name}，这一项必须写。", "lacks {name}, which is required."),
    "fault.type": ("应写{wanted}，现在是 {found}。", "has to be {wanted}, not {found}."),
    "fault.choice": ("没有“{seen}”这个值。", "can't be {seen}."),
    "fault.empty-list": (
        "清单是空的：请写上内容，或删去这个键。",
        "is an empty list: fill it in, or delete the key.",
    ),
    "fault.empty-text": (
        "引号里是空的：请写上内容，或删去这个键。",
        "is an empty text: fill it in, or delete the key.",
    ),
    "fault.too-small": (
        "不能小于 {least}（现在是 {found}）。",
        "can't be below {least} (it is {found}).",
    ),
    "fault.term": (
        '应是引号里的一个数（例如 "60"），现在是 {found}。',
        'has to be a number in quotes such as "60", not {found}.',
    ),
    "fault.other": ("有误（{reason}）。", "is invalid ({reason})."),
    # What a declaration extends
    "fault.extends": (
        "没有模板“{base}”，接不上：写作 套名/表名，set.toml 里写套名。",
        "extends {base}, which is no template: write set/form, in set.toml the set.",
    ),
    "fault.base": (
        "所接的模板有误：{reason}",
        "extends a template that is invalid: {reason}",
    ),
    "fault.extends-cycle": (
        "接着“{base}”写，绕回了自己：请改接另一个模板，或删去 extends。",
        "extends {base}, which comes back to this one: extend another, or delete extends.",
    ),
    "fault.not-inherited": (
        "原来的模板里没有“{name}”，去不掉。",
        "takes out {name}, which the extended template does not have.",
    ),
    # Names
    "fault.kind-name": (
        "种类“{name}”在勾稽关系里写不出来：只用小写英文字母、数字和连字符。",
        "is the kind {name}, which relations can't write: use lower case, digits and hyphens.",
    ),
    "fault.name": (
        "名称“{name}”里不能有点、方括号和空格：请改成小写英文字母、数字和下划线。",
        "is the name {name} with dots, brackets or blanks: use lower case, digits and underscores.",
    ),
    "fault.name-of-key": (
        "名称“{name}”是键的名字：等号左边应是这一项的名称，是不是写漏了？",
        "is the name {name}, which is a key: the name of the field belongs left of the equals sign.",
    ),
    "fault.plain-name": (
        "名称“{name}”在勾稽关系里写不出来：只用小写英文字母、数字和下划线，中文写在 label 或 name 里。",
        "is the name {name}, which relations can't write: use lower case, digits and underscores.",
    ),
    "fault.no-such-field": ("没有声明“{name}”这一项。", "names {name}, which is no field."),
    "fault.no-such-column": (
        "这张表格没有声明“{name}”这一列。",
        "names {name}, which is no column of this table.",
    ),
    # Recognition
    "fault.least": (
        "要求认出 {least} 个标签，labels 只有 {count} 个，永远认不出这种表：请改小 least，或补上标签。",
        "asks for {least} labels of {count}, so that no form is recognised: lower it or add labels.",
    ),
    "fault.label-again": (
        "标签“{label}”去掉空白、冒号、括号后，与前面的一样，只算一个。",
        "is {label}, which equals an earlier label once blanks, colons and brackets are taken out.",
    ),
    "fault.without-label": (
        "“{label}”既在 labels 又在 without 里，永远认不出这种表：请删去一处。",
        "is {label}, which is among labels too, so that no form is recognised: delete one.",
    ),
    # Fields and columns
    "fault.label-empty": (
        "标签“{label}”里只有空白、冒号或括号，比较时什么也不剩：请写出印着的字。",
        "is {label}, of which nothing is left to compare: write the printed words.",
    ),
    "fault.field-without-label": (
        "没有写 label，找不到“{name}”这一项：请写出值旁边印着的字。",
        "has no label, so that {name} is never found: write the words printed beside the value.",
    ),
    "fault.row-without-label": (
        "“{name}”写了行的标签 row，没有写列头 label：两样都要。",
        "gives {name} a row but no label of its column: it needs both.",
    ),
    "fault.column-without-label": (
        "没有写 label，找不到“{name}”这一列：请写出列头印着的字；列头空着的写 rows。",
        "has no label, so that the column {name} is never found: write its header, or rows.",
    ),
    "fault.over-without-label": (
        "“{name}”只写了上一行的表头 over，没有写自己的列头 label。",
        "gives {name} an upper header but no label.",
    ),
    "fault.same-place": (
        "与“{other}”的标签“{label}”相同，两项会读同一格：请用 under、row 或 nth 分开。",
        "has the label {label} of {other}, so that both read one cell: tell them apart by under, "
        "row or nth.",
    ),
    "fault.same-column": (
        "“{name}”与“{other}”的列头“{label}”相同，会读同一列：请用 over 或 nth 分开。",
        "gives {name} the header {label} of {other}: tell them apart by over or nth.",
    ),
    "fault.choice-kind": (
        "“{name}”是 {kind}，不是文字，choice 用不上：请删去 choice，或改 kind。",
        "limits {name}, whose kind is {kind}, to texts: delete choice or change the kind.",
    ),
    "fault.choice-twice": ("“{name}”的 choice 里有重复的值。", "lists a value of {name} twice."),
    "fault.length-kind": (
        "“{name}”是 {kind}，不是文字，at_most（字数）用不上：请删去，或改 kind。",
        "limits the length of {name}, whose kind is {kind}: delete at_most or change the kind.",
    ),
    "fault.choice-too-long": (
        "“{name}”可选的“{choice}”超过 at_most 的 {at_most} 字，选了就算超长：请改大 at_most。",
        "allows {at_most} characters for {name}, fewer than its choice {choice}: raise it.",
    ),
    "fault.money-kind": (
        '“{name}”是 {kind}，不是金额，money 用不上：请写 kind = "amount"，或删去 money。',
        'sets the money unit of {name}, whose kind is {kind}: write kind = "amount", or delete money.',
    ),
    # Tables
    "fault.no-columns": ("表格没有一列：请至少声明一列。", "has no column: declare one at least."),
    "fault.column-twice": (
        "“{name}”在 stub 和 column 里各写了一次：请删去一处。",
        "declares {name} that stub declares too: delete one.",
    ),
    "fault.composite-name": (
        "合成的“{name}”与一列同名：请换一个名称。",
        "composes {name}, which is the name of a column: choose another.",
    ),
    "fault.composite-twice": (
        "合成“{name}”的列有重复。",
        "composes {name} of the same column twice.",
    ),
    "fault.composite-order": (
        "合成“{name}”的各列次序不对：依次写计算符号、数、计量单位，缺的不写。",
        "composes {name} in another order than comparator, number, unit.",
    ),
    "fault.total-crossed": (
        "“{name}”列的合计归到了“{field}”，它的角色却是 {role}：是不是两列写反了？",
        "puts the total of {name} into {field}, whose role is {role}: are two columns exchanged?",
    ),
    "fault.one-of-kind": (
        '“{name}”不是打勾的列（kind = "{kind}"），one_of 用不上：请写 kind = "tick"。',
        'names {name}, whose kind is {kind}: one_of needs kind = "tick".',
    ),
    "fault.total-both": (
        "合计写了两种写法：一列写 column 和 field，几列写 fields，只用一种。",
        "says its columns twice: write column and field for one, or fields for several.",
    ),
    "fault.total-half": (
        "合计写了 {written}，没有写 {missing}，数会读丢：两个都要写。",
        "has {written} without {missing}, so that the number is lost: write both.",
    ),
    "fault.total-nothing": (
        "合计没有写归到哪一项：一列写 column 和 field，几列写 fields。",
        "names no field: write column and field for one, or fields for several.",
    ),
    "fault.total-kind": (
        "“{name}”这一列是 {kind}，不是数，没有合计：请写列的 kind，或改成有数的列。",
        "adds up {name}, whose kind is {kind}: give it a kind of number, or name another column.",
    ),
    "fault.total-fields": (
        "两列的合计都归到“{name}”：请各写一项。",
        "puts the totals of two columns into {name}: name a field for each.",
    ),
    "fault.total-field-twice": (
        "合计归到的“{name}”在 [field] 里又声明了一次，会互相覆盖：请删去一处，或换名称。",
        "puts its total into {name}, which is declared among the fields too: delete or rename one.",
    ),
    "fault.list-keys": (
        '与 repeat = "rows" 不配：清单要写 by（按哪几项分成一张张表），不是清单的不写。',
        'does not go with repeat = "rows": a list needs by, the fields that tell its forms apart, '
        "and other forms have none.",
    ),
    # Roles
    "fault.role": ("“{seen}”不是{place}的角色。", "is {seen}, which is no role of {place}."),
    "role-place.value": ("栏和列", "fields and columns"),
    "role-place.table": ("表格", "tables"),
    "fault.role-twice": (
        '{first} 和 {second} 的角色都是 {role}，只能有一个：请去掉一个，默认的用 role = "" 去掉。',
        "is the role {role} of both {first} and {second}, which only one may have: take it from one "
        'of them, a default one by role = "".',
    ),
    "fault.role-kind": (
        '“{name}”的角色是 {role}，规则要按它取值，不能是 {kind}：请改 kind，不是这个角色的写 role = ""。',
        "has the kind {kind}, but rules can't use it for the role {role} of {name}: change the kind, or "
        'write role = "" if it has another role.',
    ),
    "fault.stub-kind": (
        "“{name}”是逐级的列，不能是 {kind}。",
        "has the kind {kind}, but {name} is a column of the stub.",
    ),
    "fault.kind-unusual": (
        "“{label}”一般是 {usual}，“{name}”按 {kind} 读，读不出来的值会空着：请核对 kind。",
        "reads {label} as {kind}, which is usually {usual}: check the kind of {name}.",
    ),
    "fault.kind-differs": (
        "“{label}”在这里按 {kind} 读（{name}），在“{other}”按 {before} 读：同样的标签一般是同一类，请核对 kind。",
        "reads {label} as {kind} for {name}, but as {before} for {other}: check the kinds.",
    ),
    "fault.indicators-without": (
        '绩效指标表没有{what}：请声明这一列，名称不是 {role} 的写 role = "{role}"；指标值分成几列的写 composite。',
        "holds indicators without the role {role} ({what}): declare its column, or compose the target.",
    ),
    "fault.unit-as-value": (
        '“{name}”读到的是金额单位“{text}”：请写 kind = "money-unit"。',
        'reads the money unit {text} as {name}: write kind = "money-unit".',
    ),
    "fault.name-near": (
        "名称“{name}”与同一种表的“{near}”只差一点：同一项在各处用同一个名称。",
        "is the name {name}, almost {near} of other forms of this kind: use one name for one thing.",
    ),
    "fault.no-such-total": (
        "“{name}”这一列没有合计，角色用不上。",
        "names {name}, which is no column with a total.",
    ),
    # Patterns
    "fault.pattern": (
        "正则 {pattern} 第 {position} 个字符起写得不对（{reason}）：括号要成对，( ) [ ] . * + ? 本身前面加反斜杠。",
        "is the pattern {pattern} with an error from character {position} on ({reason}).",
    ),
    "fault.pattern-empty": (
        "正则 {pattern} 什么字都相符（例如 | 的一边是空的），会把别的字当成它：请写全。",
        "is the pattern {pattern}, which matches any text (one side of a | is empty, for example).",
    ),
    "fault.pattern-folded": (
        "正则 {pattern} 里的“{sign}”永远对不上：比较之前，空白、冒号、括号都已去掉，全角已改成半角；请删去或改掉。",
        "is the pattern {pattern} with {sign}, which no text has once it is compared: blanks, colons "
        "and brackets are taken out and wide signs made narrow.",
    ),
    "fault.pattern-group": (
        "正则里的名称“{group}”用不上：只有 title、year 里的 year 会读成年度。",
        "names the group {group}, which is not used: only year, in title and year, is.",
    ),
    "fault.find-without-value": (
        "正则 {pattern} 里没有 {{}}，不知道值在哪里：请在值的位置写 {{}}。",
        "is the pattern {pattern} without {{}} at the place of the value.",
    ),
    # Layouts
    "fault.prose-key": (
        '{name} 只用于文字材料（layout = "prose"）：表格里请删去。',
        'is {name}, which is for forms in prose only (layout = "prose").',
    ),
    "fault.prose-look": (
        'look = ["section"] 只用于文字材料（layout = "prose"）：表格里写 inside、right、below。',
        'looks for a section, which only forms in prose have (layout = "prose").',
    ),
    "fault.cells-key": (
        "{name} 只用于表格，文字材料里不起作用：请删去。",
        "is {name}, which has no effect in a form in prose.",
    ),
    # Relations
    "fault.relation": (
        "关系“{relation}”第 {position} 个字符“{token}”看不懂：此处应为 {wanted}。",
        "relation “{relation}”, character {position}: found “{token}”, expected {wanted}.",
    ),
    "fault.relation-sign": (
        "关系“{relation}”第 {position} 个字符“{sign}”请写作 {right}。",
        "relation “{relation}”, character {position}: write {right} instead of “{sign}”.",
    ),
    "fault.relation-end": (
        "关系“{relation}”没有写完：第 {position} 个字符起还应有 {wanted}。",
        "relation “{relation}” ends at character {position}: expected {wanted}.",
    ),
    "fault.relation-rest": (
        "关系“{relation}”第 {position} 个字符起的“{rest}”是多余的：请删去或补上运算符。",
        "relation “{relation}”: unexpected “{rest}” from character {position} on.",
    ),
    "fault.relation-long": (
        "关系太长或括号套得太深：最多 {tokens} 个词和符号，括号最多套 {depth} 层；请拆成几条。",
        "the relation is too long or nested too deeply: at most {tokens} words and signs, "
        "{depth} levels of brackets; split it.",
    ),
    "fault.relation-without-name": (
        "关系“{relation}”里没有一个名称，没有可核对的。",
        "relation “{relation}” names no value.",
    ),
    "fault.relation-field": (
        "关系“{relation}”第 {position} 个字符起的“{name}”不是{owner}的一项。",
        "relation “{relation}”, character {position}: {name} is no field of {owner}.",
    ),
    "fault.relation-term": (
        "关系“{relation}”第 {position} 个字符起的“{name}”没有写在 [terms] 里。",
        "relation “{relation}”, character {position}: {name} is not in [terms].",
    ),
    "fault.relation-table": (
        "关系“{relation}”第 {position} 个字符起的“{name}”不是{owner}的表格。",
        "relation “{relation}”, character {position}: {name} is no table of {owner}.",
    ),
    "fault.relation-column": (
        "关系“{relation}”第 {position} 个字符起的“{name}”不是表格 {owner} 的列。",
        "relation “{relation}”, character {position}: {name} is no column of {owner}.",
    ),
    "fault.relation-kind": (
        "关系“{relation}”第 {position} 个字符起的“{name}”不是这一套表的种类。",
        "relation “{relation}”, character {position}: {name} is no kind of this set.",
    ),
    "fault.relation-kind-alone": (
        "关系“{relation}”第 {position} 个字符起的“{name}”是种类，后面还要写哪一项。",
        "relation “{relation}”, character {position}: {name} is a kind; write which field of it.",
    ),
    "fault.relation-text": (
        "关系“{relation}”第 {position} 个字符起的“{name}”是 {kind}，不是数，不能这样算。",
        "relation “{relation}”, character {position}: {name} is of the kind {kind}, no number.",
    ),
    "fault.relation-sum": (
        "关系“{relation}”第 {position} 个字符起的“{name}”：括号里写 表格.列，项直接写名称。",
        "relation “{relation}”, character {position}: {name} has to name a table and its column.",
    ),
    "fault.relation-row": (
        "关系“{relation}”第 {position} 个字符起的“{name}”是一列，有许多行：写 sum( ) 取合计，"
        '或写 each = "{table}" 逐行核对。',
        "relation “{relation}”, character {position}: {name} has many rows: write sum( ), or each = "
        '"{table}".',
    ),
    "fault.relation-with": (
        "form.toml 里的关系只管本表，with 用不上：表间的关系写在 set.toml。",
        "is for relations between forms, which belong in set.toml.",
    ),
    "fault.where-without-each": (
        "where 要和 each 一起写，单写不起作用：逐行核对的加 each；只在某种情况下核对的改写 when。",
        "has no effect without each: add each to go through rows or forms, or write the condition as when.",
    ),
    "fault.within": (
        '容差“{name}”不是数，也没有这个名称：写作 "0.1"。',
        "is the tolerance {name}, neither a number nor a known name.",
    ),
    # The blank
    "fault.no-blank": (
        "没有空白表 {name}：请把官方的空白表放进这个文件夹，用这个文件名。",
        "has no blank {name}: put the official blank into this folder by that name.",
    ),
    "fault.blank-unreadable": (
        "空白表读不了：{reason}",
        "has a blank that can't be read: {reason}",
    ),
    "fault.blank-not-recognised": (
        "空白表认不出是这种表：labels 里只有 {found} 个印在表上，至少要 {least} 个。",
        "is not recognised in its own blank: only {found} of the labels are printed, {least} are needed.",
    ),
    "fault.blank-excluded": (
        "空白表认不出是这种表：表头那一行印着 without 里的“{label}”，或者 labels 不在同一行。",
        "is not recognised in its own blank: a label of without ({label}) is beside them, or they are "
        "not in one row.",
    ),
    "fault.fingerprint-not-printed": (
        "空白表上没有印着“{label}”，认表时少一个标签。",
        "is {label}, which is not printed on the blank, so that one label fewer is recognised.",
    ),
    "fault.fingerprint-only": (
        "“{label}”只用来认表，没有声明成一项或一列：旁边填的内容读不到。",
        "is {label}, by which the form is recognised but nothing is read: declare a field or column.",
    ),
    "fault.title-not-printed": (
        "没有一条正则与空白表的表名相符：表名“{text}”去掉空白、冒号、括号后再比较。",
        "matches no title of the blank: {text} is compared without blanks, colons and brackets.",
    ),
    "fault.year-not-read": (
        "空白表的“{text}”里有年度，没有读出来：请在正则里写 (?P<year>20\\d\\d)。",
        "leaves out the year of {text} on the blank: write (?P<year>20\\d\\d) in the pattern.",
    ),
    "fault.label-not-printed": (
        "空白表上没有印着“{label}”，“{name}”读不到。",
        "is {label}, which is not printed on the blank: {name} is not read.",
    ),
    "fault.label-misspelt": (
        "空白表上印的是“{text}”，不是“{label}”：请照空白表写。",
        "is {label}, but the blank prints {text}: write what is printed.",
    ),
    "fault.label-twice": (
        "空白表上有 {count} 处“{label}”（{cells}），只读第一处：请用 under（左边的标签）、row 或 nth 指明。",
        "is {label}, printed {count} times ({cells}), of which only the first is read: tell which one by "
        "under, row or nth.",
    ),
    "fault.under-not-printed": (
        "空白表上没有印着“{label}”，under 不起作用。",
        "is {label}, which is not printed on the blank: under has no effect.",
    ),
    "fault.not-under": (
        "“{label}”不在“{under}”所管的几行里，“{name}”读不到。",
        "is {label}, which is not in the rows of {under}: {name} is not read.",
    ),
    "fault.too-few": (
        "空白表上只有 {count} 处“{label}”，没有第 {nth} 处，“{name}”读不到。",
        "asks for number {nth} of {label}, printed {count} times: {name} is not read.",
    ),
    "fault.row-not-printed": (
        "列头“{label}”下面的各行里没有印着“{row}”，“{name}”读不到。",
        "is {row}, which is printed in no row below {label}: {name} is not read.",
    ),
    "fault.no-place": (
        "“{label}”的旁边没有放“{name}”的空格：请用 look 写明值在 right（右边）、below（下边）还是 inside（冒号后）。",
        "is {label} without an empty cell for {name} beside it: say by look whether it is right, below "
        "or inside.",
    ),
    "fault.look-inside": (
        "“{label}”后面印着冒号，值可能写在同一格，“{name}”就读不到：请在 look 里加上 inside，放在最前面。",
        "is {label} with a colon: the value of {name} may be written behind it; add inside to look.",
    ),
    "fault.value-printed": (
        "“{name}”读到的是印着的字“{text}”：请用 look 写明值在哪边，或把这些字写进 ignore。",
        "reads the printed text {text} as {name}: say by look where the value is.",
    ),
    "fault.same-cell": (
        "“{name}”和“{other}”读的是同一格：请用 under、row、nth 或 look 分开。",
        "reads {name} from the cell of {other}: tell them apart by under, row, nth or look.",
    ),
    "fault.in-table": (
        "“{name}”读的格在表格 {table} 里：请核对 label 和 under。",
        "reads {name} from a cell of the table {table}: check label and under.",
    ),
    "fault.header-not-printed": (
        "空白表上找不到这个表格的表头（至少要同一行的两个列头）：{labels}。",
        "has a header that is not printed on the blank (two labels in a row at least): {labels}.",
    ),
    "fault.column-not-printed": (
        "表头那一行没有印着“{label}”，“{name}”这一列读不到。",
        "is {label}, which the header does not print: the column {name} is not read.",
    ),
    "fault.over-not-printed": (
        "表头上没有印着“{over}”，“{name}”这一列读不到。",
        "is {over}, which no upper header prints: the column {name} is not read.",
    ),
    "fault.same-header": (
        "“{name}”和“{other}”读的是同一列：请用 over 或 nth 分开。",
        "reads {name} from the column of {other}: tell them apart by over or nth.",
    ),
    "fault.header-twice": (
        "表头上有 {count} 个“{label}”，只读第一个：请用 over 或 nth 指明。",
        "is {label}, printed {count} times in the header: tell which one by over or nth.",
    ),
    "fault.header-undeclared": (
        "表头上的“{text}”没有声明，这一列填的内容读不到。",
        "leaves out the column {text}, whose cells are not read.",
    ),
    "fault.total-not-printed": (
        "这个表格下面没有印着“{label}”的行，合计读不到。",
        "is {label}, which no row of this table prints: the total is not read.",
    ),
    "fault.text-undeclared": (
        "空白表上的“{text}”没有声明：要填的写成一项；是说明的写进 ignore。",
        "leaves out {text} of the blank: declare it as a field, or a note by ignore.",
    ),
    "fault.unit-printed": (
        '空白表上印着“{text}”，金额却按{money}读：请写 money = "{unit}"，或声明一项 kind = "money-unit"。',
        'reads amounts as {money}, but the blank prints {text}: write money = "{unit}", or declare a '
        'field of the kind "money-unit".',
    ),
    "fault.unit-undeclared": (
        '空白表上印着“{text}”，没有声明：改了单位（{unit}以外）的表会按{money}读错，请声明一项 kind = "money-unit"。',
        "leaves out {text} ({unit}): a form in another unit would be read in {money}; declare a field of "
        'the kind "money-unit".',
    ),
    "fault.section-unit": (
        '“{under}”后面印着金额单位，其中的“{label}”（{name}）却按 {kind} 读：是金额的写 kind = "amount"。',
        "is {label} in the section {under}, which prints a money unit, but {name} is of the kind {kind}: "
        'write kind = "amount" for money.',
    ),
    "fault.unit-without-amount": (
        '“{label}”后面印着{unit}，“{name}”却按 {kind} 读：是金额的写 kind = "amount"。',
        'is {label} in {unit}, but {name} is of the kind {kind}: write kind = "amount" for money.',
    ),
    # Several templates
    "fault.unknown-rule": (
        "没有规则“{rule}”，会改由 A-20 说明：请写对规则的编号。",
        "names {rule}, which is no rule: A-20 would report the relation.",
    ),
    "fault.rule-elsewhere": (
        "规则 {rule} 只管{scope}的关系，写在这里不会核对：请换一条规则，或删去 rule 由 A-20 说明。",
        "names {rule}, which is for relations {scope} only and never runs here: choose another rule, or "
        "delete the key and let A-20 report it.",
    ),
    "rule-scope.form": ("一张表内", "within a form"),
    "rule-scope.submission": ("几张表之间", "between forms"),
    "fault.kind-twice": (
        "种类“{kind}”在这一套里已有“{other}”，set.toml 的关系分不清是哪一份：请改 kind 或另放一套。",
        "is the kind {kind} that {other} of this set has too: change one, or put it in another set.",
    ),
    "fault.kind-near": (
        "种类“{kind}”与现有的“{near}”只差一点：同一种表不论年度、地区都用同一个名字。",
        "is the kind {kind}, almost the known kind {near}: a form has one kind in every year and "
        "district.",
    ),
    "fault.claimed": (
        "这种表的空白表会被认成“{other}”（{title}）：请在 labels 里写这种表才有的标签，或把对方才有的写进 without。",
        "has a blank that {other} ({title}) claims: recognise it by labels of its own, or list those of "
        "the other in without.",
    ),
    "fault.claims": (
        "“{other}”（{title}）的空白表会被认成这种表：请在 labels 里写这种表才有的标签，或把对方才有的写进 without。",
        "claims the blank of {other} ({title}): recognise it by labels of its own, or list those of the "
        "other in without.",
    ),
    "fault.both-claim": (
        "这种表和“{other}”（{title}）的指纹在同一张空白表上都认得出，每次都会多一条“没有读取”：请把 labels 写得只有这种表才有，"
        "或把对方才有的写进 without。",
        "and {other} ({title}) both recognise one blank, so that each reading names the other as unread: "
        "recognise it by labels of its own, or list those of the other in without.",
    ),
    "fault.edition-claimed": (
        "这种表的空白表会按“{other}”读（标签和年度都分不开）：请在 set.toml 写 year，或删去一份。",
        "has a blank that {other} reads, from which neither labels nor years tell it: write year in "
        "set.toml, or delete one.",
    ),
    "fault.misplaced": (
        "这个文件不会读到：声明放在 套名/表名/form.toml，一套表的放在 套名/set.toml。",
        "is never read: declarations are set/form/form.toml, that of a set is set/set.toml.",
    ),
    "fault.no-declaration": (
        "这个文件夹里有空白表，没有 form.toml：请写声明（xlform template learn 可以拟一份）。",
        "holds a blank but no form.toml: write one (xlform template learn proposes it).",
    ),
    "fault.words": ("词表有误：{reason}", "has a faulty word list: {reason}"),
    # The command
    "template-check.help": (
        "核对模板声明：写错的键、印不着的标签、指不到的关系……，逐条说明文件、行和改法。\n\n"
        "文件夹可以是一张表的（有 form.toml）、一套表的，或几套表的。",
        "Check the declarations of templates: each fault with its file, line and remedy.\n\n"
        "The folder is that of one form (with form.toml), of a set, or of several sets.",
    ),
    "template-check.examples": (
        "xlform template check 模板/本区-2024\nxlform template check 模板 --format json",
        "xlform template check templates/own-2024\nxlform template check templates --format json",
    ),
    "template-check.format": ("格式：text 文字，或 json。", "Format: text or json."),
    "template-check.error": ("错误", "error"),
    "template-check.warning": ("提醒", "warning"),
    "template-check.cell": ("空白表 {cell}：", "blank, {cell}: "),
    "template-check.clean": (
        "核对了 {count} 个模板，没有发现问题。",
        "{count} templates checked, no faults found.",
    ),
    "template-check.faulty": (
        "核对了 {count} 个模板：{errors} 处错误，{warnings} 处提醒。",
        "{count} templates checked: {errors} errors, {warnings} warnings.",
    ),
    # Next year's edition
    "error.no-such-set": (
        "没有这套模板“{name}”：请写文件夹，或现有的套名（{known}）。",
        "No such set of templates: {name}. Name its folder, or one of {known}.",
    ),
    "error.same-edition": (
        "“{name}”已经是 {year} 年的，没有写：请换一个年度或文件夹。",
        "{name} is of {year} already and was not written: choose another year or folder.",
    ),
    "copied.form": (
        "{year} 年版：只写与 {base} 不同的几处，其余照那一份。写法见 docs/templates.md。",
        "Edition of {year}: only what differs from {base}. See docs/templates.md.",
    ),
    "copied.set": (
        "{year} 年版：各表之间的关系照 {base}，自己写的加在后面。",
        "Edition of {year}: relations between forms are those of {base}, own ones come after them.",
    ),
    "template-copy.help": (
        "照一套模板写出另一年度的：声明只写不同的几处，空白表的表名改成新的年度，写完即核对。\n\n"
        "套名如 shifeng-2023，或一套模板的文件夹。表样另有改动的，再改声明和空白表。",
        "Write another year's edition of a set of templates: declarations with what differs, blanks "
        "with the new year in their titles; then check it.\n\n"
        "SET is a name such as shifeng-2023, or the folder of a set.",
    ),
    "template-copy.examples": (
        "xlform template copy shifeng-2023 --year 2024 -o 模板/本区-2024",
        "xlform template copy shifeng-2023 --year 2024 -o templates/own-2024",
    ),
    "template-copy.set": ("套名", "SET"),
    "template-copy.year": ("年度", "YEAR"),
    "template-copy.year-help": ("新一版的年度，例如 2024。", "Year of the new edition."),
    "template-copy.output": (
        "新一套的文件夹，要是空的或没有的。",
        "Folder of the new set; it has to be empty or new.",
    ),
    "template-copy.done": (
        "{old} 年的一套已写成 {year} 年的：{folder}",
        "The set of {old} was written for {year}: {folder}",
    ),
    "template-copy.no-year": (
        "已写成 {year} 年的一套：{folder}（原来的一套没有写明年度，表上的字没有改）",
        "Written for {year}: {folder} (the set names no year, so that no text was changed)",
    ),
    "template-copy.extends": ("：只写不同的几处", ": what differs"),
    "template-copy.whole": ("：全文照抄", ": copied whole"),
    "template-copy.changed": ("；空白表上改为“{texts}”", "; on the blank: {texts}"),
}
