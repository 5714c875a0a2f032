/**
 * Formulas as TeX, for hosts that can typeset it. Pure.
 *
 * A formula comes as the text that stands in the document: a row's template ("1 / √(1 − {x}²)", "1 where {x} > 0,
 * else 0") with the learner's own expressions in it. Only what is made here reaches the typesetter: signs from a
 * table, numbers, and letters inside of \text or \mathtt. Whatever is not understood stays plain text.
 */

/** Names that stand before their argument without brackets, as in "exp x". */
const FUNCTIONS = new Set(
  `acos acosh all any argmax argmin argsort asin asinh atan atanh bincount bitwise_not cholesky cos cosh count_nonzero
  det diagonal digamma erf exp histc isfinite isin isinf isnan isneginf isposinf isreal log logical_not max mean median
  min nonzero round searchsorted sign signbit sin sinh squeeze sum sym tan tanh trace tril triu trunc unique
  unique_consecutive unique_dim unsqueeze`.split(/\s+/),
);
const KNOWN = new Set('cos cosh det exp log max min sin sinh tan tanh'.split(' ')); // to TeX

/** Words of the sentences that formulas are where no formula is short. */
const WORDS = new Set(
  `Fréchet a above added after along an and angle are argument as at back below between beyond block blocks both but by chosen
  copy decimals defined derivative deviation dim dimensions distances each eigenvalue eigenvalues eigenvector element
  elements else elsewhere equal factor for fifth first fourth frequent from gcd in index indices inside into is it its joined largest lcm
  least lies limits line mask matrix middle mirrored mod most moved nan next not number numbers of off on one or order
  orthogonal others outside over own part place product put random repeated rounded rows running second share shared singular
  slice slices smallest solution sorted span squares stack standard swapped the there third those ties times to together
  transposed triangular turned two up value values variance vectors view way what where window windows with within
  without written xor`.split(/\s+/),
);

const SIGNS: Record<string, string> = {
  '∂': '\\partial',
  '∞': '\\infty',
  π: '\\pi',
  σ: '\\sigma',
  Γ: '\\Gamma',
  Φ: '\\Phi',
  '½': '\\tfrac{1}{2}',
  '…': '\\dots',
};
/** The Greek letters that TeX has commands for, by themselves: what mathematics calls its variables. */
const GREEK = new Map(
  `α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho σ sigma
  τ tau υ upsilon φ phi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi
  Ω Omega`
    .match(/\S+ \w+/gu)
    ?.map((pair) => pair.split(' ') as [string, string]),
);
const RELATIONS: Record<string, string> = {
  '=': '=',
  '==': '=',
  '!=': '\\ne',
  '<': '<',
  '>': '>',
  '<=': '\\le',
  '>=': '\\ge',
  '≤': '\\le',
  '≥': '\\ge',
  '≈': '\\approx',
};
const TIMES: Record<string, string> = {
  '·': '\\cdot',
  '*': '\\cdot',
  '×': '\\times',
  '⊗': '\\otimes',
  '@': '\\,',
};
const RAISED: Record<string, string> = {
  '²': '2',
  '³': '3',
  ᵀ: '\\top',
  '⁺': '+',
  '°': '\\circ',
  '⁻¹': '-1',
};
const LOWERED: Record<string, string> = { ᵢ: 'i', ⱼ: 'j', '₂': '2', '₁₀': '10' };
const CLOSING: Record<string, [left: string, close: string, right: string]> = {
  '(': ['(', ')', ')'],
  '[': ['[', ']', ']'],
  '|': ['|', '|', '|'],
  '‖': ['\\|', '‖', '\\|'],
  '⌊': ['\\lfloor', '⌋', '\\rfloor'],
  '⌈': ['\\lceil', '⌉', '\\rceil'],
};

// Letters of any script, but for those that raise or lower what they stand behind.
const TOKEN =
  /\s*(\d+\.?\d*(?:e[+-]?\d+)?|[\p{Ll}\p{Lu}\p{Lo}_][\p{Ll}\p{Lu}\p{Lo}\d_]*(?:\.[\p{Ll}\p{Lu}\p{Lo}\d_]+)*|\*\*|[=!<>]=|⁻¹|₁₀|[+\-−·×*@⊗/()[\],:|‖⌊⌋⌈⌉√²³ᵀ⁺⁻ᵢⱼ₂∂πσΓΦ∞½…≈≤≥<>=°.])/uy;
const LONGEST = 300;

class Unknown extends Error {}

/** A formula in TeX; null where it is not understood. */
export function tex(formula: string): string | null {
  if (formula.length > LONGEST) return null;
  try {
    const reader = new Reader(tokensOf(formula));
    const result = reader.sequence('');
    return reader.done ? result : null;
  } catch (error) {
    if (error instanceof Unknown) return null;
    throw error;
  }
}

function tokensOf(formula: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const text = formula.trimEnd();
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (!found?.[1]) throw new Unknown();
    tokens.push(found[1]);
  }
  return tokens;
}

const isName = (token: string): boolean => /^[\p{L}_]/u.test(token) && !(token in RAISED || token in LOWERED);
const isWord = (token: string): boolean => WORDS.has(token);

/** What was read: its TeX and, where it stood in brackets, what stood in them. */
interface Piece {
  tex: string;
  inner?: string;
}

class Reader {
  private at = 0;

  constructor(private readonly tokens: string[]) {}

  get done(): boolean {
    return this.at >= this.tokens.length;
  }

  private get next(): string {
    return this.tokens[this.at] ?? '';
  }

  private take(token: string): boolean {
    if (this.next !== token) return false;
    this.at += 1;
    return true;
  }

  /** Formulas, words and commas, up to a bracket that closes. */
  sequence(close: string): string {
    const parts: string[] = [];
    let words: string[] = [];
    const say = (): void => {
      if (words.length > 0) parts.push(`\\ \\text{${words.join(' ')}}\\ `);
      words = [];
    };
    while (!this.done && this.next !== close) {
      const { next } = this;
      if (isWord(next)) {
        words.push(next);
        this.at += 1;
      } else {
        say();
        if (this.take(',')) parts.push(',\\ ');
        else if (this.take(':')) parts.push('{:}');
        else if (this.take('.')) parts.push('.');
        else parts.push(this.relation());
      }
    }
    say();
    return parts
      .join('')
      .replaceAll('\\ ,', ',')
      .replace(/(\\ )+/g, '\\ ')
      .replace(/^\\ |\\ $/g, '');
  }

  private relation(): string {
    let result = this.sum();
    while (RELATIONS[this.next] !== undefined) {
      const sign = RELATIONS[this.next] as string;
      this.at += 1;
      result += ` ${sign} ${isWord(this.next) ? '' : this.sum()}`;
    }
    return result;
  }

  private sum(): string {
    let result = this.product().tex;
    while (['+', '-', '−'].includes(this.next)) {
      const sign = this.next === '+' ? '+' : '-';
      this.at += 1;
      result += ` ${sign} ${this.product().tex}`;
    }
    return result;
  }

  private product(): Piece {
    let result = this.signed();
    while (!this.done) {
      const sign = TIMES[this.next];
      if (sign !== undefined) {
        this.at += 1;
        result = { tex: `${result.tex} ${sign} ${this.signed().tex}` };
      } else if (this.take('/')) {
        const below = this.signed();
        result = { tex: `\\frac{${result.inner ?? result.tex}}{${below.inner ?? below.tex}}` };
      } else if (this.begins()) {
        result = { tex: `${result.tex}\\, ${this.signed().tex}` };
      } else break;
    }
    return result;
  }

  /** Whether a further factor follows without a sign. */
  private begins(): boolean {
    const { next } = this;
    return (
      (isName(next) && !isWord(next)) ||
      next === '(' ||
      next === '[' ||
      next === '√' ||
      SIGNS[next] !== undefined
    );
  }

  private signed(): Piece {
    if (this.take('-') || this.take('−')) return { tex: `-${this.signed().tex}` };
    if (this.take('√')) {
      const under = this.atom();
      return this.raised({ tex: `\\sqrt{${under.inner ?? under.tex}}` });
    }
    const base = this.raised(this.atom());
    if (!this.take('**')) return base;
    const power = this.signed();
    return { tex: `{${base.tex}}^{${power.inner ?? power.tex}}` };
  }

  /** What is raised or lowered behind it. */
  private raised(piece: Piece): Piece {
    let up = '';
    let down = '';
    while (!this.done) {
      const { next } = this;
      if (next === '⁻' && this.tokens[this.at + 1] === 'ᵀ') {
        up += '-\\top';
        this.at += 1;
      } else if (RAISED[next] !== undefined) up += RAISED[next];
      else if (LOWERED[next] !== undefined) down += LOWERED[next];
      else break;
      this.at += 1;
    }
    if (up === '' && down === '') return piece;
    return { tex: `{${piece.tex}}${down ? `_{${down}}` : ''}${up ? `^{${up}}` : ''}` };
  }

  private atom(): Piece {
    const { next } = this;
    this.at += 1;
    if (/^\d/.test(next))
      return {
        tex: next.replace(/e([+-]?)0*(\d+)$/, (_, sign, n) => `\\cdot 10^{${sign === '-' ? '-' : ''}${n}}`),
      };
    if (next === '∂' && isName(this.next) && !isWord(this.next))
      return { tex: `\\partial ${this.atom().tex}` };
    if (SIGNS[next] !== undefined) return this.called(SIGNS[next] as string);
    const bracket = CLOSING[next];
    if (bracket) return this.bracketed(bracket);
    if (!isName(next)) throw new Unknown();
    if (isWord(next)) return { tex: `\\text{${next}}` };
    if (!FUNCTIONS.has(next)) return this.called(named(next));
    const name = this.raised({ tex: KNOWN.has(next) ? `\\${next}` : `\\operatorname{${escaped(next)}}` }).tex;
    if (this.next === '(' || this.next === '[') return this.called(name);
    const argument = !this.done && (this.begins() || /^[\d|‖⌊⌈]/.test(this.next));
    return { tex: argument ? `${name} ${this.raised(this.atom()).tex}` : name };
  }

  private bracketed([left, close, right]: [string, string, string]): Piece {
    const inner = this.sequence(close);
    if (!this.take(close) || inner === '') throw new Unknown();
    return { tex: `\\left${left} ${inner} \\right${right}`, inner };
  }

  /** A name with what is called or indexed behind it. */
  private called(name: string): Piece {
    let result = name;
    while (this.next === '(' || this.next === '[') {
      const bracket = CLOSING[this.next] as [string, string, string];
      this.at += 1;
      if (this.take(bracket[1])) result += `${bracket[0]}${bracket[2]}`;
      else result += this.bracketed(bracket).tex;
    }
    return { tex: result };
  }
}

function escaped(name: string): string {
  return name.replaceAll('_', '\\_');
}

/** A name: x, W₁ for W1, θ₁ for θ_1, the learner's `loss` and `x.grad` as they are written. */
function named(name: string): string {
  if (name.length === 1 && /^[A-Za-z]$/.test(name)) return name;
  const greek = GREEK.get(name);
  if (greek) return `\\${greek}`;
  const numbered = /^(\p{L})_?(\d+)$/u.exec(name);
  if (numbered) return `${named(numbered[1] ?? '')}_{${numbered[2]}}`;
  return /^[A-Za-z]+$/.test(name) ? `\\mathit{${name}}` : `\\mathtt{${escaped(name)}}`;
}
