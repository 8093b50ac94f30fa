-- Number sections, figures and tables, and resolve `@fig-`, `@tbl-` and `@sec-`, as Quarto does.
-- For Pandoc without Quarto only. It refuses a reference to nothing and a shortcode left over.

local NAMES = { fig = 'Figure', tbl = 'Table', sec = 'Section' }
local JATS_KINDS = { fig = 'fig', tbl = 'table', sec = 'sec' }
local CALLOUTS = { 'note', 'tip', 'warning', 'caution', 'important' }
local names = {} -- identifier -> its kind and number, as in { 'Figure', '3' }
local counts = { fig = 0, tbl = 0 }
local html, typst = FORMAT:match 'html' ~= nil, FORMAT:match 'typst' ~= nil

local function kind_of(id) return NAMES[id:match '^(%a+)%-'] and id:match '^(%a+)%-' or nil end

local function fail(words) error(words, 0) end

-- Count a figure or table and write its number at the head of its caption.
local function number(id, blocks)
  local kind = kind_of(id)
  counts[kind] = counts[kind] + 1
  names[id] = { NAMES[kind], tostring(counts[kind]) }
  if #blocks == 0 then fail(id .. ' has no caption') end
  local label = pandoc.Str(NAMES[kind] .. '\u{a0}' .. counts[kind] .. ':')
  blocks[1].content:insert(1, pandoc.Space())
  if html then label = pandoc.Span(label, { class = 'label' }) end
  if typst or FORMAT:match 'docx' then label = pandoc.Strong(label) end
  blocks[1].content:insert(1, label)
  return blocks
end

-- `tbl-colwidths="[25,75]"`, in hundredths of the text's width.
local function set_widths(table)
  local widths = table.attributes['tbl-colwidths']
  table.attributes['tbl-colwidths'] = nil
  if not widths then return end
  local column = 0
  table.colspecs = table.colspecs:map(function(spec)
    column = column + 1
    local parts = {}
    for part in widths:gmatch '[%d.]+' do parts[#parts + 1] = tonumber(part) / 100 end
    return { spec[1], parts[column] }
  end)
end

-- `::: {#fig-x}` and `::: {#tbl-x}`: the last paragraph is the caption.
local function float(div)
  local caption = div.content:remove()
  if not caption or caption.t ~= 'Para' then fail(div.identifier .. ' does not end in a caption') end
  caption = pandoc.Blocks { pandoc.Plain(caption.content) }
  local table = div.content[1]
  if kind_of(div.identifier) == 'tbl' and #div.content == 1 and table.t == 'Table' then
    table.identifier, table.caption.long = div.identifier, number(div.identifier, caption)
    return table
  end
  return pandoc.Figure(div.content, { long = number(div.identifier, caption) }, div.attr)
end

local numbering = {
  traverse = 'topdown',
  Figure = function(figure)
    if kind_of(figure.identifier) ~= 'fig' then return nil end
    figure.caption.long = number(figure.identifier, figure.caption.long)
    return figure, false
  end,
  Table = function(table)
    set_widths(table)
    if kind_of(table.identifier) ~= 'tbl' then return table end
    table.caption.long = number(table.identifier, table.caption.long)
    return table, false
  end,
  Div = function(div)
    local kind = kind_of(div.identifier)
    if kind ~= 'fig' and kind ~= 'tbl' then return nil end
    return float(div), false
  end,
}

local function number_sections(blocks)
  pandoc.structure.make_sections(blocks, { number_sections = true }):walk {
    Div = function(div)
      if not div.classes:includes 'section' then return nil end
      local number_of = div.attributes.number or div.content[1].attributes.number
      names[div.identifier] = { NAMES.sec, number_of }
    end,
  }
end

-- `@fig-x`, `[-@fig-x]` (the number alone), `[@fig-x; @tbl-y]`.
local function refer(cite)
  local links = pandoc.Inlines {}
  for position, citation in ipairs(cite.citations) do
    if not kind_of(citation.id) then return nil end
    local name = names[citation.id]
    if not name then fail('@' .. citation.id .. ' refers to nothing in the paper') end
    if not name[2] then fail('@' .. citation.id .. ' refers to a section without a number') end
    local words = citation.mode == 'SuppressAuthor' and name[2] or name[1] .. '\u{a0}' .. name[2]
    if position > 1 then links:extend { pandoc.Str ',', pandoc.Space() } end
    local jats_kind = FORMAT:match 'jats' and JATS_KINDS[kind_of(citation.id)] or nil
    links:insert(pandoc.Link(words, '#' .. citation.id, '', { class = 'xref', ['ref-type'] = jats_kind }))
  end
  return links
end

local function callout(div)
  local kind
  for _, name in ipairs(CALLOUTS) do
    if div.classes:includes('callout-' .. name) then kind = name end
  end
  if not kind then return nil end
  local title = pandoc.Inlines(div.attributes.title or (kind:gsub('^%l', string.upper)))
  if div.content[1] and div.content[1].t == 'Header' then title = div.content:remove(1).content end
  if typst then
    local words = pandoc.write(pandoc.Pandoc(pandoc.Plain(title)), 'typst'):gsub('%s+$', '')
    div.content:insert(1, pandoc.RawBlock('typst', '#callout("' .. kind .. '", [' .. words .. '])['))
    div.content:insert(pandoc.RawBlock('typst', ']'))
    return div.content
  end
  local head = FORMAT:match 'docx' and pandoc.Div(pandoc.Para(title), { ['custom-style'] = 'Callout Title' })
    or pandoc.Div(pandoc.Para(pandoc.Strong(title)), { class = 'callout-title' })
  local body = pandoc.Div(div.content, { ['custom-style'] = 'Callout' })
  if FORMAT:match 'docx' then return { head, body } end
  div.content:insert(1, FORMAT:match 'jats' and head.content[1] or head)
  return pandoc.Div(div.content, { class = 'callout callout-' .. kind, role = html and 'note' or nil })
end

local function quoted(text) return '"' .. text:gsub('\\', '\\\\'):gsub('"', '\\"') .. '"' end

-- Pandoc drops alternative texts on its way to Typst; PDF/UA wants one for each image and formula.
local function image(element)
  local alt = element.attributes['fig-alt'] or element.attributes.alt
    or pandoc.utils.stringify(element.caption)
  element.attributes['fig-alt'], element.attributes.alt = nil, alt
  if not typst then
    element.caption = { pandoc.Str(alt) }
    return element
  end
  local width = element.attributes.width or '100%'
  local parts = { quoted(element.src), 'alt: ' .. quoted(alt), 'width: ' .. width }
  return pandoc.RawInline('typst', '#image(' .. table.concat(parts, ', ') .. ')')
end

local function maths(element)
  if not typst then return nil end
  local words = pandoc.write(pandoc.Pandoc(pandoc.Plain(element)), 'typst'):gsub('%s+$', '')
  local block = tostring(element.mathtype == 'DisplayMath')
  local parts = { 'block: ' .. block, 'alt: ' .. quoted(element.text), words }
  return pandoc.RawInline('typst', '#math.equation(' .. table.concat(parts, ', ') .. ')')
end

local function listed(value)
  if not value then return pandoc.List {} end
  return pandoc.utils.type(value) == 'List' and value or pandoc.List { value }
end

local function named(value)
  return pandoc.utils.type(value) == 'table' and value or { name = value }
end

-- JATS wants a surname, and an identifier for each affiliation.
local function jats_author(author, ids)
  local given, surname = pandoc.utils.stringify(author.name.literal):match '^(.*)%s+(%S+)$'
  local homes = author.affiliations:map(function(home)
    local name = pandoc.utils.stringify(home.name)
    if not ids[name] then
      ids.count = ids.count + 1
      ids[name] = tostring(ids.count)
    end
    return { id = ids[name], name = home.name }
  end)
  return { name = author.name.literal, surname = surname, ['given-names'] = given,
    orcid = author.orcid, email = author.email, affiliation = homes }
end

-- Word has no place for affiliations and keywords of its own.
local function word_author(author)
  local words = pandoc.Inlines(author.name.literal)
  for _, home in ipairs(author.affiliations) do
    words:extend { pandoc.Str ' · ' }
    words:extend(pandoc.Inlines(home.name))
  end
  return words
end

local function word_keywords(doc)
  local words = listed(doc.meta.keywords):map(pandoc.utils.stringify)
  if #words == 0 or not FORMAT:match 'docx' then return end
  doc.blocks:insert(1, pandoc.Para { pandoc.Strong 'Keywords: ', pandoc.Str(table.concat(words, ' · ')) })
end

-- Authors as Quarto gives them to templates: `by-author`, each with `name.literal`.
local function authors(meta)
  local by = listed(meta.author):map(named):map(function(author)
    local homes = listed(author.affiliations or author.affiliation):map(named)
    return { name = { literal = author.name }, affiliations = homes, email = author.email, orcid = author.orcid }
  end)
  local ids = { count = 0 }
  meta['by-author'] = by
  meta.author = by:map(function(a)
    return FORMAT:match 'jats' and jats_author(a, ids) or FORMAT:match 'docx' and word_author(a) or a.name.literal
  end)
  meta['author-meta'] = by:map(function(a) return pandoc.utils.stringify(a.name.literal) end)
  if FORMAT:match 'jats' then
    meta.tags = meta.keywords
    meta.article = meta.article or { type = 'research-article' }
  end
  return meta
end

local function refuse_leftover(text)
  if text:match '{{<' or text:match '%?@' then fail('a shortcode or reference was left over: ' .. text) end
end

function Pandoc(doc)
  doc = doc:walk { Div = callout }
  number_sections(doc.blocks)
  doc = doc:walk(numbering)
  doc = doc:walk { Cite = refer }
  doc:walk {
    Str = function(word) refuse_leftover(word.text) end,
    Image = function(picture) refuse_leftover(picture.attributes['fig-alt'] or '') end,
  }
  doc = doc:walk { Image = image, Math = maths }
  word_keywords(doc)
  doc.meta = authors(doc.meta)
  return doc
end
