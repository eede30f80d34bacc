using Xunit.Abstractions;
using Xunit.Sdk;

namespace FastMf.TestProperties;

/// <summary>Makes the test case of a method with a <see cref="SeededPropertyAttribute"/>.</summary>
public sealed class SeededPropertyDiscoverer(IMessageSink messages) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        [new SeededPropertyTestCase(
            messages, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)];
}
