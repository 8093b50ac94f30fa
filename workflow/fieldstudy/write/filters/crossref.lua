-- What Quarto does and Pandoc alone does not: number figures, tables and sections, resolve references
-- to them, set callouts and authors. It refuses a reference to nothing.

local NAMES = { fig = 'Figure', tbl = 'Table', sec = 'Section' }
local JATS_KINDS = { fig = 'fig', tbl = 'table', sec = 'sec' }
local numbers, counts = {}, { fig = 0, tbl = 0 } -- identifier -> number; how many of a kind so far
local html, typst, jats = FORMAT:match 'html', FORMAT:match 'typst', FORMAT:match 'jats'

local function kind_of(id) return NAMES[id:match '^(%a+)%-'] and id:match '^(%a+)%-' end

-- Count a figure or table and write its number at the head of its caption.
local function number(element)
  local kind, caption = kind_of(element.identifier), element.caption.long
  if kind ~= 'fig' and kind ~= 'tbl' then return nil end
  if #caption == 0 then error(element.identifier .. ' has no caption', 0) end
  counts[kind] = counts[kind] + 1
  numbers[element.identifier] = counts[kind]
  local label = pandoc.Str(NAMES[kind] .. '\u{a0}' .. counts[kind] .. ':')
  caption[1].content = { jats and label or pandoc.Strong(label), pandoc.Space() } .. caption[1].content
  element.caption.long = caption
  return element, false
end

-- `::: {#fig-x}` and `::: {#tbl-x}`: the last paragraph is the caption.
local function float(div)
  local kind = kind_of(div.identifier)
  if kind ~= 'fig' and kind ~= 'tbl' then return nil end
  local caption, table = pandoc.Plain(div.content:remove().content), div.content[1]
  if kind == 'fig' then return number(pandoc.Figure(div.content, { long = { caption } }, div.attr)), false end
  table.identifier, table.caption.long = div.identifier, { caption }
  return number(table), false
end

local function number_sections(blocks)
  pandoc.structure.make_sections(blocks, { number_sections = true }):walk {
    Div = function(div)
      numbers[div.identifier] = div.attributes.number or numbers[div.identifier]
    end,
  }
end

-- `@fig-x`, `[-@fig-x]` (the number alone), `[@fig-x; @tbl-y]`.
local function refer(cite)
  local links = pandoc.Inlines {}
  for position, citation in ipairs(cite.citations) do
    local kind, name = kind_of(citation.id), numbers[citation.id]
    if not kind then return nil end
    if not name then error('@' .. citation.id .. ' refers to nothing that has a number', 0) end
    local words = citation.mode == 'SuppressAuthor' and tostring(name) or NAMES[kind] .. '\u{a0}' .. name
    if position > 1 then links:extend { pandoc.Str ',', pandoc.Space() } end
    local attributes = { class = 'xref', ['ref-type'] = jats and JATS_KINDS[kind] or nil }
    links:insert(pandoc.Link(words, '#' .. citation.id, '', attributes))
  end
  return links
end

-- `::: {.callout-note}`, its title an attribute or a heading within.
local function callout(div)
  local kind = table.concat(div.classes, ' '):match 'callout%-(%a+)'
  if not kind then return nil end
  local title = div.attributes.title or kind:gsub('^%l', string.upper)
  if div.content[1].t == 'Header' then title = div.content:remove(1).content end
  local head = pandoc.Para(pandoc.Strong(title))
  local styled = pandoc.Div(head, { class = 'callout-title', ['custom-style'] = 'Callout Title' })
  div.content:insert(1, jats and head or styled)
  local open, close = pandoc.RawBlock('typst', '#callout("' .. kind .. '")['), pandoc.RawBlock('typst', ']')
  if typst then return pandoc.Blocks { open } .. div.content .. { close } end
  local attributes = { { 'role', 'note' }, { 'custom-style', 'Callout' } } -- in this order always
  return pandoc.Div(div.content, pandoc.Attr('', { 'callout', 'callout-' .. kind }, attributes))
end

local function quoted(text) return '"' .. text:gsub('[\\"]', '\\%0') .. '"' end

-- Pandoc drops alternative texts on its way to Typst; PDF/UA wants one for each image and formula.
local function image(element)
  local alt = element.attributes['fig-alt'] or pandoc.utils.stringify(element.caption)
  element.attributes['fig-alt'], element.attributes.alt, element.caption = nil, alt, { pandoc.Str(alt) }
  if not typst then return element end
  local parts = { quoted(element.src), 'alt: ' .. quoted(alt), 'width: ' .. (element.attributes.width or '100%') }
  return pandoc.RawInline('typst', '#image(' .. table.concat(parts, ', ') .. ')')
end

local function maths(element)
  local words = pandoc.write(pandoc.Pandoc(pandoc.Plain(element)), 'typst'):gsub('%s+$', '')
  local parts = { 'block: ' .. tostring(element.mathtype == 'DisplayMath'), 'alt: ' .. quoted(element.text), words }
  return typst and pandoc.RawInline('typst', '#math.equation(' .. table.concat(parts, ', ') .. ')')
end

-- Authors as Quarto hands them to templates (`by-author`), and as Pandoc's own templates read them.
local function authors(meta)
  local homes = 0
  meta['by-author'] = meta.author:map(function(person)
    local name = person.name
    local whole = name.family and name.given .. { pandoc.Space() } .. name.family or name
    person.name = { literal = whole, family = name.family, given = name.given }
    return person
  end)
  meta.author = meta['by-author']:map(function(person)
    local words = pandoc.Inlines(person.name.literal)
    for _, home in ipairs(person.affiliations or {}) do
      homes = homes + 1
      home.id = tostring(homes)
      words = FORMAT:match 'docx' and words .. { pandoc.Str ' · ' } .. home.name or words
    end
    if not jats then return words end
    return { name = words, surname = person.name.family, ['given-names'] = person.name.given,
      orcid = person.orcid, email = person.email, affiliation = person.affiliations }
  end)
  if jats then meta.tags, meta.article = meta.keywords, { type = 'research-article' } end
  return meta
end

function Pandoc(doc)
  doc = doc:walk { Div = callout }
  number_sections(doc.blocks)
  doc = doc:walk { traverse = 'topdown', Figure = number, Table = number, Div = float }
  doc = doc:walk { Cite = refer }:walk { Image = image, Math = maths }
  doc.meta = authors(doc.meta)
  return doc
end
