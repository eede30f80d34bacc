using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using FastMf.Cli.Tests.Support;
using Xunit;

namespace FastMf.Cli.Tests;

/// <summary>The pages of --report as a real browser lays them out, in light and dark.</summary>
public sealed partial class ReportBrowserTests(Sandbox sandbox) : IClassFixture<Sandbox>
{
    /// <summary>
    /// Looks into every page, which stands in a frame: marks that have an extent, a colour and a place within their chart; labels that
    /// leave their chart or lie over each other; the least contrast of a text with the page's ground, as WCAG defines it.
    /// </summary>
    private const string Probe = """
        window.onerror = message => errors.push(String(message));
        const errors = [];
        const within = (inner, outer) => inner.left >= outer.left - 1
            && inner.right <= outer.right + 1
            && inner.top >= outer.top - 1
            && inner.bottom <= outer.bottom + 1;
        const overlap = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 2 && b.top < a.bottom - 2;
        const luminance = colour => {
          const [r, g, b] = colour.match(/[\d.]+/g).slice(0, 3).map(v => v / 255).map(
              v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const contrast = (one, other) => { const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b); return (high + 0.05) / (low + 0.05); };
        addEventListener('load', () => {
          const pages = [...document.querySelectorAll('iframe')].map(frame => {
            const page = frame.contentDocument, style = element => frame.contentWindow.getComputedStyle(element);
            const ground = style(page.body).backgroundColor;
            const charts = [...page.querySelectorAll('svg')].map(svg => {
              const box = svg.getBoundingClientRect();
              const marks = [...svg.querySelectorAll('circle, path.line, rect.bar, rect.cell')].filter(mark => {
                const place = mark.getBoundingClientRect(), look = style(mark);
                return place.width + place.height > 0
                    && within(place, box)
                    && (look.fill !== 'none' || look.stroke !== 'none')
                    && look.visibility === 'visible';
              });
              const labels = [...svg.querySelectorAll('text')].map(
                  text => ({ name: text.textContent, place: text.getBoundingClientRect() }));
              return {
                title: svg.getAttribute('aria-label'),
                marks: marks.length,
                outside: labels.filter(label => !within(label.place, box)).map(label => label.name),
                overlapping: labels.flatMap(
                    (a, i) => labels.slice(i + 1).filter(b => overlap(a.place, b.place)).map(b => a.name + ' / ' + b.name)),
              };
            });
            const texts = [...page.querySelectorAll('h1, h2, p, th, td')].map(text => contrast(style(text).color, ground))
              .concat([...page.querySelectorAll('text:not(.value)')].map(text => contrast(style(text).fill, ground)));
            return { ground, charts, contrast: Math.min(...texts), wide: page.documentElement.scrollWidth > page.documentElement.clientWidth };
          });
          const result = document.createElement('pre');
          result.id = 'probe';
          result.textContent = JSON.stringify({ errors, pages });
          document.body.append(result);
        });
        """;

    [ChromiumFact]
    public void Every_chart_is_seen_with_all_its_marks_and_no_label_is_hidden()
    {
        string[] reports =
        [
            Report("describe", sandbox.Csv),
            Report("train", sandbox.Csv, "--test-fraction", "0.2", "--validation-fraction", "0.1", "--rank", "3", "--epochs", "12"),
            Report("tune", sandbox.Csv, "--epochs", "2", "--folds", "2", "--try", "rank=1,2,3", "regularization=1,50"),
            Report(
                "tune", sandbox.Csv, "--epochs", "2", "--folds", "2", "--random", "5", "--try", "rank=1..9", "regularization=0.01..50:log"),
            Report("cross-validate", sandbox.Csv, "--rank", "2", "--epochs", "2", "--folds", "3"),
            Report("reproduce", "auyeung"),
            Report("reproduce", "johnson", sandbox.Csv),
            Report("reproduce", "rosenthal", sandbox.Csv),
        ];
        string frames = string.Concat(
            reports.Select(report => $"<iframe width='800' height='900' srcdoc=\"{WebUtility.HtmlEncode(report)}\"></iframe>\n"));
        string page = sandbox.Write(
            "all.html", $"<!DOCTYPE html><html><head><meta charset='utf-8'/><script>{Probe}</script></head><body>{frames}</body></html>");
        Assert.NotEqual(Look(page, isDark: false, reports), Look(page, isDark: true, reports));
    }

    /// <summary>Checks all pages and returns the colour of their ground.</summary>
    private string Look(string page, bool isDark, string[] reports)
    {
        (string document, string log) = ChromiumFactAttribute.Load(page, sandbox[$"profile-{isDark}"], isDark);
        Assert.DoesNotContain("CONSOLE", log, StringComparison.Ordinal);
        JsonElement seen = JsonDocument.Parse(WebUtility.HtmlDecode(ProbeResult().Match(document).Groups[1].Value)).RootElement;
        Assert.Empty(seen.GetProperty("errors").EnumerateArray());
        JsonElement[] pages = [.. seen.GetProperty("pages").EnumerateArray()];
        Assert.Equal(reports.Length, pages.Length);
        foreach ((string report, JsonElement shown) in reports.Zip(pages))
        {
            string[] charts = [.. report.Split("<svg").Skip(1)];
            JsonElement[] laidOut = [.. shown.GetProperty("charts").EnumerateArray()];
            Assert.Equal(charts.Length, laidOut.Length);
            foreach ((string chart, JsonElement look) in charts.Zip(laidOut))
            {
                Assert.True(Marks().Count(chart) == look.GetProperty("marks").GetInt32()
                    && Marks().Count(chart) > 0, $"Marks are not seen: {look}");
                Assert.True(look.GetProperty("outside").GetArrayLength() == 0, $"Labels are cut off: {look}");
                Assert.True(look.GetProperty("overlapping").GetArrayLength() == 0, $"Labels lie over each other: {look}");
            }

            Assert.InRange(shown.GetProperty("contrast").GetDouble(), 4.5, 21);
            Assert.False(shown.GetProperty("wide").GetBoolean());
        }

        return pages[0].GetProperty("ground").GetString()!;
    }

    private string Report(params string[] command)
    {
        string file = sandbox[$"{Guid.NewGuid()}.html"];
        ToolRun.Success([.. command, "--report", file]);
        return File.ReadAllText(file);
    }

    [GeneratedRegex("<circle |<path class=\"line|<rect class=\"bar|<rect class=\"cell")]
    private static partial Regex Marks();

    [GeneratedRegex("<pre id=\"probe\">(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex ProbeResult();
}
