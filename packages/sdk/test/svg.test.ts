import { expect } from 'chai'
import { hazardsOf, readSvg } from '../src/testing/svg.ts'

function read(source: string): ReturnType<typeof readSvg> {
  return readSvg(new TextEncoder().encode(source))
}

function hazards(inside: string): string[] {
  return [...hazardsOf(read(`<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`))]
}

describe('Reading an SVG', () => {
  it('gives the elements in order, with attributes and text', () => {
    const source = `<?xml version="1.0"?>\n<!-- a --><svg:svg a='1 &lt; 2'><g>x<![CDATA[<y>]]></g><path d="M0 0"/></svg:svg>`
    expect(read(source).slice(1)).to.deep.equal([
      { name: 'svg', attributes: { a: '1 &lt; 2' }, text: '' },
      { name: 'g', attributes: {}, text: 'x<y>' },
      { name: 'path', attributes: { d: 'M0 0' }, text: '' },
    ])
  })

  for (const [what, source] of [
    ['an element that is not closed', '<svg><g></svg>'],
    ['an end without a beginning', '<svg></svg></g>'],
    ['a loose less-than', '<svg>1 < 2</svg>'],
    ['a loose ampersand in text', '<svg>a & b</svg>'],
    ['a loose ampersand in an attribute', '<svg a="a & b"/>'],
    ['an unknown entity', '<svg>&nbsp;</svg>'],
    ['an attribute without quotes', '<svg a=1/>'],
    ['a control character', '<svg>\u0007</svg>'],
    ['the end of CDATA in text', '<svg>]]></svg>'],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => read(source)).to.throw()
    })
  }

  it('refuses what is not UTF-8', () => {
    expect(() => readSvg(Buffer.from([0x3c, 0xff, 0xfe]))).to.throw()
  })
})

describe('Hazards of an SVG', () => {
  for (const inside of [
    '<script/>',
    '<svg:script/>',
    '<foreignObject/>',
    '<text>A</text>',
    '<rect onload="x()"/>',
    '<image href="https://example.com/a.png"/>',
    '<use xlink:href="other.svg#a"/>',
    '<a href="javascript:x()"/>',
    '<image href="data:text/html,x"/>',
    '<image href="data:image/png;base64,AA=="/>',
    '<rect fill="url(https://example.com/#a)"/>',
    `<rect style="fill: url('//example.com')"/>`,
    '<rect style="fill: url(&quot;//example.com&quot;)"/>',
    '<style>@import "a.css"</style>',
    '<style><![CDATA[a { background: url( a.png ) }]]></style>',
    '<?xml-stylesheet href="a.css"?>',
  ]) {
    it(`include ${inside}`, () => {
      expect(hazards(inside)).to.have.lengthOf.at.least(1)
    })
  }

  it('include a document type', () => {
    expect([...hazardsOf(read('<!DOCTYPE svg><svg/>'))]).to.have.lengthOf(1)
  })

  for (const inside of [
    '<defs><linearGradient id="a"/></defs><rect fill="url(#a)"/>',
    `<rect style="fill: url( '#a' )"/>`,
    '<use href="#a"/>',
    '<title>url and script</title>',
    '<metadata><a:b rdf:resource="https://example.com/licence"/></metadata>',
    '<style>a { fill: red }</style>',
  ]) {
    it(`do not include ${inside}`, () => {
      expect(hazards(inside)).to.deep.equal([])
    })
  }
})
