-- Tie each finding and quotation to its evidence in HTML, give plain words elsewhere, and say what is
-- synthetic. Used by Quarto and by Pandoc alike, once the shortcodes are resolved.

local html, docx, jats = FORMAT:match 'html', FORMAT:match 'docx', FORMAT:match 'jats'

-- A span that the findings carry: `[62% (n = 29)]{.finding claim="interventions_vru"}`.
local function link_claim(span)
  local class = span.classes:find_if(function(c) return c == 'finding' or c == 'quote' end)
  if not class then return nil end
  if not html then return span.content end
  local target = '../evidence/index.html#claim-' .. span.attributes.claim
  return pandoc.Link(span.content, target, '', { class = class })
end

-- Word shows bitmaps only; every figure is drawn as SVG and as PNG.
local function choose_bitmap(image)
  image.src = docx and image.src:gsub('%.svg$', '.png') or image.src
  return image
end

function Pandoc(doc)
  doc = doc:walk { Span = link_claim, Image = choose_bitmap }
  local notice, keywords = doc.meta.synthetic or '', doc.meta.keywords
  -- Pandoc's own page has the notice in its template, the PDF and Word at the head of every page.
  if (jats or html and quarto) and pandoc.utils.stringify(notice) ~= '' then
    doc.blocks:insert(1, pandoc.Div(pandoc.Para(notice), { class = 'synthetic' }))
  end
  -- Word has no place of its own for keywords.
  if docx and keywords then
    local words = table.concat(keywords:map(pandoc.utils.stringify), ' · ')
    doc.blocks:insert(1, pandoc.Para { pandoc.Strong 'Keywords: ', pandoc.Str(words) })
  end
  return doc
end
