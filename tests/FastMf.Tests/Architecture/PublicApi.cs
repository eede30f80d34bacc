using System.Reflection;
using System.Runtime.CompilerServices;

namespace FastMf.Tests.Architecture;

/// <summary>What an assembly offers, as lines of text: a type and its public and protected members on a line each.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string[] Of(Assembly assembly) =>
        [.. assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Lines)];

    private static IEnumerable<string> Lines(Type type)
    {
        // What every enum and delegate derives from and implements says nothing.
        bool plain = type.IsEnum || type.IsValueType;
        IEnumerable<Type> bases = (plain || type.BaseType is null || type.BaseType == typeof(object) ? [] : new[] { type.BaseType })
            .Concat(type.IsEnum ? [] : type.GetInterfaces().Where(face => face.IsPublic).OrderBy(Name, StringComparer.Ordinal));
        string bound = string.Join(", ", bases.Select(Name));
        yield return $"{Kind(type)} {Name(type)}{(bound.Length > 0 ? " : " + bound : "")}";
        if (type.IsEnum)
        {
            foreach (string name in Enum.GetNames(type))
            {
                yield return $"    {name} = {Convert.ToInt64(Enum.Parse(type, name), System.Globalization.CultureInfo.InvariantCulture)}";
            }

            yield break;
        }

        foreach (string line in type.GetMembers(Declared).Select(Member).OfType<string>().Order(StringComparer.Ordinal))
        {
            yield return "    " + line;
        }
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => (type.IsByRefLike ? "ref " : "") + "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string? Member(MemberInfo member) => member switch
    {
        MethodInfo { IsSpecialName: false } method when IsVisible(method) && !IsGenerated(method) =>
            $"{Static(method)}{Name(method.ReturnType)} {method.Name}{Generics(method)}({Parameters(method)})",
        MethodInfo { IsSpecialName: true } method when IsVisible(method) && method.Name.StartsWith("op_", StringComparison.Ordinal) && !IsGenerated(method) =>
            $"static {Name(method.ReturnType)} {method.Name}({Parameters(method)})",
        ConstructorInfo constructor when IsVisible(constructor) && !IsGenerated(constructor) => $"new({Parameters(constructor)})",
        PropertyInfo property when Accessors(property) is { Length: > 0 } accessors =>
            $"{Static((property.GetMethod ?? property.SetMethod)!)}{Name(property.PropertyType)} {property.Name} {{ {accessors}}}",
        FieldInfo { IsSpecialName: false } field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly =>
            $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}{(field.IsLiteral ? $" = {field.GetRawConstantValue()}" : "")}",
        EventInfo change when change.AddMethod is { } add && IsVisible(add) => $"event {Name(change.EventHandlerType!)} {change.Name}",
        _ => null,
    };

    private static string Accessors(PropertyInfo property) => string.Concat(new[] { (property.GetMethod, "get; "), (property.SetMethod, Setter(property)) }
        .Where(accessor => accessor.Item1 is { } method && IsVisible(method) && property.Name != "EqualityContract")
        .Select(accessor => accessor.Item2));

    private static string Setter(PropertyInfo property) =>
        property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true ? "init; " : "set; ";

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    /// <summary>What the compiler adds to records is told by their being records.</summary>
    private static bool IsGenerated(MethodBase method) => method.IsDefined(typeof(CompilerGeneratedAttribute)) || method.Name == "<Clone>$";

    private static string Static(MethodBase method) => method.IsStatic ? "static " : method.IsAbstract && !method.DeclaringType!.IsInterface ? "abstract " : "";

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{(parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : "")}{Name(parameter.ParameterType)} {parameter.Name}"
        + (parameter.HasDefaultValue ? $" = {parameter.RawDefaultValue ?? "default"}" : "")));

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        string name = type.IsGenericParameter || type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true ? type.Name : type.FullName ?? type.Name;
        int arity = name.IndexOf('`', StringComparison.Ordinal);
        return arity < 0 ? name : $"{name[..arity]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
