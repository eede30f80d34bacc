using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using FastMf.Data;
using FastMf.Kernels;

namespace FastMf.Cli.Report;

/// <summary>A page that holds everything it shows: no script, no network, light and dark by the reader's own setting.</summary>
internal sealed class HtmlReport(string title)
{
    private const string Style = """
        :root { color-scheme: light dark; --ground: #ffffff; --ink: #1c2430; --faint: #667080; --rule: #d9dee6;
          --c0: #1f6fb2; --c1: #c2410c; --c2: #2f7d4f; --c3: #7c3aed; --c4: #a16207; --c5: #be185d; }
        @media (prefers-color-scheme: dark) { :root { --ground: #14181f; --ink: #e6eaf0; --faint: #98a2b3; --rule: #333c49;
          --c0: #66b2f0; --c1: #fb923c; --c2: #6fcf97; --c3: #b794f6; --c4: #e0b341; --c5: #f472b6; } }
        body { background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; max-width: 780px;
            margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
        figure { margin: 1rem 0; } svg { width: 100%; height: auto; }
        table { border-collapse: collapse; font-size: 13px; display: block; overflow-x: auto; }
        th, td { border-bottom: 1px solid var(--rule); padding: 3px 10px; text-align: left; font-variant-numeric: tabular-nums; }
        th { color: var(--faint); font-weight: 600; } th, td + td { white-space: nowrap; }
        text { fill: var(--ink); font: 12px system-ui, sans-serif; }
        text.title { font-size: 14px; font-weight: 600; } text.tick, text.name { fill: var(--faint); }
        .grid { stroke: var(--rule); stroke-width: 1; } .line { fill: none; stroke-width: 2; }
        .bar { fill-opacity: 0.4; } .single .bar { fill-opacity: 0.85; } .cell { fill: var(--c0); }
        .cell.best { stroke: var(--c1); stroke-width: 3; }
        .s0 { fill: var(--c0); stroke: var(--c0); } .s1 { fill: var(--c1); stroke: var(--c1); } .s2 { fill: var(--c2); stroke: var(--c2); }
        .s3 { fill: var(--c3); stroke: var(--c3); } .s4 { fill: var(--c4); stroke: var(--c4); } .s5 { fill: var(--c5); stroke: var(--c5); }
        .line.s0, .line.s1, .line.s2, .line.s3, .line.s4, .line.s5 { fill: none; } .bar { stroke: none; }
        """;

    private readonly Markup _body = new();

    public HtmlReport Heading(string text)
    {
        _body.Text("h2", text);
        return this;
    }

    public HtmlReport Paragraph(string text)
    {
        _body.Text("p", text);
        return this;
    }

    /// <summary>Adds a chart, as this folder's classes draw it.</summary>
    public HtmlReport Chart(string svg)
    {
        _body.Raw(svg);
        return this;
    }

    public HtmlReport Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        _body.Open("table").Open("tr");
        foreach (string heading in headings)
        {
            _body.Text("th", heading);
        }

        _body.Close("tr");
        foreach (IReadOnlyList<string> row in rows)
        {
            _body.Open("tr");
            foreach (string cell in row)
            {
                _body.Text("td", cell);
            }

            _body.Close("tr");
        }

        _body.Close("table");
        return this;
    }

    /// <summary>Writes the page, with the run's options and environment at its end, whole or not at all.</summary>
    public void Save(string path, IEnumerable<(string Name, string Value)> options)
    {
        var page = new Markup();
        page.Raw("<!DOCTYPE html>\n").Open("html", ("lang", "en")).Open("head").Empty("meta", ("charset", "utf-8"))
            .Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"))
            .Text("title", title).Raw($"<style>\n{Style}\n</style>\n").Close("head").Open("body").Text("h1", title).Raw(_body.ToString());
        var end = new HtmlReport("");
        end.Heading("Options").Table(["option", "value"], options.Select(option => new[] { option.Name, option.Value }));
        end.Heading("Environment").Table(["", ""], Environment().Select(entry => new[] { entry.Name, entry.Value }));
        page.Raw(end._body.ToString()).Close("body").Close("html");
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(page.ToString())));
    }

    private static IEnumerable<(string Name, string Value)> Environment() =>
    [
        ("fastmf", typeof(HtmlReport).Assembly.GetName().Version?.ToString(3) ?? ""),
        ("runtime", RuntimeInformation.FrameworkDescription),
        ("system", RuntimeInformation.OSDescription),
        ("processor", $"{RuntimeInformation.ProcessArchitecture}, {System.Environment.ProcessorCount} threads, {KernelSet.Best.Level}"),
        ("time", DateTimeOffset.Now.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)),
    ];
}
