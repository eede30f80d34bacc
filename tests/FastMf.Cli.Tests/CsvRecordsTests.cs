using FastMf.Cli.Input;
using Xunit;

namespace FastMf.Cli.Tests;

public class CsvRecordsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a,b\nc,d\n", "a|b;c|d")]
    [InlineData("a,b\r\nc,d", "a|b;c|d")]
    [InlineData("1,\"x, y\",z\n", "1|x, y|z")]
    [InlineData("1,\"say \"\"hi\"\"\"\n", "1|say \"hi\"")]
    [InlineData("1,\"two\nlines\"\n2,b\n", "1|two\nlines;2|b")]
    [InlineData("1,5\" disk,\"\"\n", "1|5\" disk|")]
    [InlineData("1,\"x\"tail\n", "1|xtail")]
    [InlineData("1,\"never closed\n2,b", "1|never closed\n2,b")]
    [InlineData(",\n\n", "|;")]
    [InlineData("a\rb,c\n", "a\rb|c")]
    public void Records_and_fields(string text, string expected) =>
        Assert.Equal(expected, string.Join(';', CsvRecords.Read(new StringReader(text)).Select(fields => string.Join('|', fields))));
}
