import { expect } from 'chai'
import { ImageError } from '../../src/images/image-error.ts'
import { assertSafeSvg } from '../../src/images/safe-svg.ts'
import { svg } from './sample-images.ts'

const xlink = 'xmlns:xlink="http://www.w3.org/1999/xlink"'

describe('an SVG from a generator', () => {
  const harmless: Record<string, Buffer> = {
    'shapes, groups and gradients': svg(
      `<defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs>
       <g transform="rotate(3)"><path d="M0 0h9v9z" fill="url(#a)" style="stroke: url( '#a' )"/></g>`,
    ),
    'masks, filters and references to its own parts': svg(
      `<mask id="m"><rect width="9" height="9"/></mask><filter id="f"><feGaussianBlur stdDeviation="2"/></filter>
       <use href="#m"/><use xlink:href="#m"/><g mask="url(#m)" filter="url(&quot;#f&quot;)"/>`,
      xlink,
    ),
    'a licence in its metadata': svg(
      `<metadata xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:RDF><rdf:Description
        rdf:about="https://example.com"><dc:title>Robots &amp; “others”</dc:title></rdf:Description></rdf:RDF></metadata>`,
    ),
    'a style of its own': svg('<style>/* mine */ .a > path { fill: #123; transform: rotate(3deg) }</style>'),
    'a prolog, comments and CDATA': Buffer.concat([
      Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<!-- drawn -->\n'),
      svg('<title><![CDATA[a < b]]></title>'),
    ]),
  }
  for (const [what, bytes] of Object.entries(harmless)) it(`may have ${what}`, () => assertSafeSvg(bytes))

  const refused: [string, Buffer | string, RegExp][] = [
    ['a script', svg('<script>alert(1)</script>'), /<script>/],
    ['a script in capitals', svg('<SCRIPT/>'), /<SCRIPT>/],
    ['a script with a prefix', svg('<s:script/>', 'xmlns:s="http://www.w3.org/2000/svg"'), /<s:script>/],
    [
      'a script in metadata',
      svg('<metadata><s:script/></metadata>', 'xmlns:s="http://www.w3.org/2000/svg"'),
      /script/,
    ],
    [
      'a web page inside',
      svg('<metadata><h:p/></metadata>', 'xmlns:h="http://www.w3.org/1999/xhtml"'),
      /web pages/,
    ],
    ['another default namespace', svg('<g xmlns="http://www.w3.org/1999/xhtml"/>'), /namespace/],
    [
      'another namespace, spelled with entities',
      svg('<g xmlns="http://www.w3.org/1999/x&#104;tml"/>'),
      /namespace/,
    ],
    ['an event', svg('<g onload="alert(1)"/>'), /an event in onload/],
    ['an event in odd letters', svg('<g\n\tOnLoad\n=\n"alert(1)"/>'), /an event/],
    ['an event with a prefix', svg('<g ev:onclick="a"/>'), /an event/],
    ['an event on its root', svg('', 'onload="alert(1)"'), /an event/],
    ['foreign content', svg('<foreignObject><p/></foreignObject>'), /foreignObject/],
    ['an image', svg('<image href="https://example.com/a.png"/>'), /<image>/],
    ['an image with a prefix', svg('<svg:image/>', 'xmlns:svg="http://www.w3.org/2000/svg"'), /<svg:image>/],
    ['an image in its data', svg('<image href="data:image/png;base64,AAAA"/>'), /<image>/],
    ['an image in a filter', svg('<filter><feImage href="#a"/></filter>'), /feImage/],
    ['a link', svg('<a href="#b"/>'), /<a>/],
    ['an animation', svg('<set attributeName="href" to="//example.com"/>'), /<set>/],
    ['text', svg('<text>AB</text>'), /outlines/],
    ['a reference elsewhere', svg('<use href="https://example.com/a.svg#b"/>'), /outside in href/],
    ['a reference to a file', svg('<use href="file:///etc/passwd"/>'), /outside/],
    ['a reference to a neighbour', svg('<use href="b.svg#c"/>'), /outside/],
    ['an old reference', svg('<use xlink:href="b.svg#c"/>', xlink), /outside/],
    ['a reference under any prefix', svg('<use foo:HREF="b.svg#c"/>'), /outside/],
    ['a reference behind entities', svg('<use href="&#x68;ttps://example.com/#a"/>'), /outside/],
    ['a base address', svg('<g xml:base="https://example.com/"/>'), /base address/],
    ['a paint from outside', svg('<path fill="url(https://example.com/#a)"/>'), /outside in fill/],
    ['a paint from outside, in quotes', svg(`<path fill="URL( '//example.com/#a')"/>`), /outside/],
    ['a paint from outside, in entities', svg('<path fill="&#117;rl(//example.com/#a)"/>'), /outside/],
    ['a paint from outside, escaped', svg('<path fill="u\\72l(//example.com)"/>'), /escape/],
    ['a second paint from outside', svg('<path style="fill:url(#a);stroke:url(b.svg#a)"/>'), /outside/],
    ['a paint from outside behind a comment', svg('<path style="fill:url/**/(b.svg#a)"/>'), /outside/],
    ['an image set', svg('<path style="fill:image-set(\'a.png\' 1x)"/>'), /picture/],
    ['an import', svg('<style>@import "a.css";</style>'), /@ rule/],
    ['an import in pieces', svg('<style>@<!-- -->imp<![CDATA[ort]]> "a.css";</style>'), /@ rule/],
    ['an import behind an entity', svg('<style>&#64;import "a.css";</style>'), /@ rule/],
    ['a font from outside', svg('<style>@font-face { src: url(a.woff) }</style>'), /@ rule/],
    ['a style from outside in pieces', svg('<style>a{fill:u<!-- -->rl(b.svg#c)}</style>'), /outside/],
    ['an element in a style', svg('<style>a<g/>b</style>'), /inside <style>/],
    ['the language of the machine', svg('<g systemLanguage="de"/>'), /language/],
    ['a DOCTYPE', '<!DOCTYPE svg SYSTEM "a.dtd"><svg xmlns="http://www.w3.org/2000/svg"/>', /DOCTYPE/],
    [
      'an entity',
      `<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>${svg('&a;').toString()}`,
      /DOCTYPE/,
    ],
    ['an undeclared entity', svg('<title>&a;</title>'), /unknown entity/],
    ['an entity for no character', svg('<title>&#0;</title>'), /unknown entity/],
    ['a style sheet', `<?xml-stylesheet href="a.css"?>${svg('').toString()}`, /processing instruction/],
    ['a late XML declaration', ` <?xml version="1.0"?>${svg('').toString()}`, /processing instruction/],
    ['another encoding', `<?xml version="1.0" encoding="UTF-7"?>${svg('').toString()}`, /UTF-7/],
    ['bytes that are no UTF-8', Buffer.concat([svg('<title>'), Buffer.from([0xe9])]), /not UTF-8/],
    ['UTF-16', Buffer.from(svg('').toString(), 'utf16le'), /control characters|not UTF-8/],
    ['control characters', svg('<g a="\0"/>'), /control characters/],
    ['a comment that HTML ends earlier', svg('<!--><script>1</script>-->'), /comment/],
    ['an attribute twice', svg('<use href="#a" href="b.svg"/>'), /twice/],
    ['an attribute without quotes', svg('<g id=a/>'), /malformed/],
    ['tags that do not close', svg('<g>'), /well-formed/],
    ['a tag that closes nothing', svg('</g>'), /well-formed/],
    ['two roots', Buffer.concat([svg(''), svg('')]), /two roots/],
    ['text after its root', Buffer.concat([svg(''), Buffer.from('more')]), /outside its root/],
    ['another root', '<html xmlns="http://www.w3.org/1999/xhtml"/>', /root/],
    ['no namespace', '<svg viewBox="0 0 1 1"/>', /lacks xmlns/],
    ['nothing in it', '', /empty/],
    ['too many elements', svg('<g/>'.repeat(20_001)), /20000 elements/],
    ['too deep a nest', svg('<g>'.repeat(300) + '</g>'.repeat(300)), /deep/],
    ['too many bytes', svg(`<!--${' '.repeat(2_000_000)}-->`), /2000000/],
  ]
  for (const [what, bytes, reason] of refused) {
    it(`must not have ${what}`, () => {
      expect(() => assertSafeSvg(Buffer.from(bytes))).to.throw(ImageError, reason)
    })
  }
})
