using System.Globalization;
using System.Net;
using System.Text;

namespace FastMf.Cli.Report;

/// <summary>Elements of a page that is HTML and well-formed XML at once.</summary>
internal sealed class Markup
{
    private readonly StringBuilder _text = new();

    public Markup Open(string name, params ReadOnlySpan<(string Name, object Value)> attributes) => Tag(name, attributes, ">\n");

    public Markup Close(string name)
    {
        _text.Append("</").Append(name).Append(">\n");
        return this;
    }

    public Markup Empty(string name, params ReadOnlySpan<(string Name, object Value)> attributes) => Tag(name, attributes, "/>\n");

    /// <summary>An element that holds a text alone.</summary>
    public Markup Text(string name, string text, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        Tag(name, attributes, ">");
        _text.Append(WebUtility.HtmlEncode(text));
        return Close(name);
    }

    public Markup Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    public override string ToString() => _text.ToString();

    private Markup Tag(string name, ReadOnlySpan<(string Name, object Value)> attributes, string end)
    {
        _text.Append('<').Append(name);
        foreach ((string attribute, object value) in attributes)
        {
            string text = value is double number
                ? number.ToString("0.##", CultureInfo.InvariantCulture)
                : Convert.ToString(value, CultureInfo.InvariantCulture)!;
            _text.Append(' ').Append(attribute).Append("=\"").Append(WebUtility.HtmlEncode(text)).Append('"');
        }

        _text.Append(end);
        return this;
    }
}
