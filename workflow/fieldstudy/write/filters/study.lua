-- Tie each finding and quotation to its evidence in HTML, and give plain words elsewhere.
-- Used by Quarto and by Pandoc alike. It refuses nothing: it only links what is already there.

local html = FORMAT:match 'html' ~= nil
local evidence = false
local anchors = {}

-- A span that the findings carry: `[62% (n = 29)]{.finding claim="interventions_vru"}`.
local function link_claim(span)
  local class = span.classes:find_if(function(c) return c == 'finding' or c == 'quote' end)
  if not class then return nil end
  if not html then return span.content end
  local id = 'claim-' .. (span.attributes.claim or '')
  local target = evidence and '../evidence/index.html#' .. id or anchors[id] and '#' .. id
  if not target then return pandoc.Span(span.content, { class = class }) end
  return pandoc.Link(span.content, target, '', { class = class })
end

-- Word shows bitmaps only; every figure is drawn as SVG and as PNG.
local function choose_bitmap(image)
  if not FORMAT:match 'docx' then return nil end
  image.src = image.src:gsub('%.svg$', '.png')
  return image
end

local function note_anchor(element)
  if (element.identifier or '') ~= '' then anchors[element.identifier] = true end
end

-- The stand-in notice; the PDF and Word files carry it in the head of every page instead.
local function notice(meta)
  if not meta.synthetic or pandoc.utils.stringify(meta.synthetic) == '' then return nil end
  local jats = FORMAT:match 'jats'
  if not jats and not (html and not meta['notice-in-template']) then return nil end
  local words = pandoc.utils.type(meta.synthetic) == 'Blocks' and meta.synthetic
    or { pandoc.Para(meta.synthetic) }
  return pandoc.Div(words, { class = 'synthetic', role = html and 'region' or nil, ['aria-label'] = html and 'What is synthetic' or nil })
end

function Pandoc(doc)
  evidence = pandoc.utils.stringify(doc.meta.evidence or '') == 'true'
  doc:walk { Block = note_anchor, Span = note_anchor, Link = note_anchor }
  doc = doc:walk { Span = link_claim, Image = choose_bitmap }
  local words = notice(doc.meta)
  if words then doc.blocks:insert(1, words) end
  return doc
end
