using System.Xml.Linq;
using MlNetVad.TestSupport;

namespace MlNetVad.Tests.Architecture;

/// <summary>A project file of the product, as it is written.</summary>
internal sealed class ProjectFile
{
    private readonly XDocument _xml;

    private ProjectFile(string path)
    {
        Folder = Path.GetDirectoryName(path)!;
        Name = Path.GetFileNameWithoutExtension(path);
        _xml = XDocument.Load(path);
    }

    public string Name { get; }

    public string Folder { get; }

    /// <summary>Whether it is run by itself; everything else is a library that others build on.</summary>
    public bool IsProgram => Says("OutputType", "Exe") || (string?)_xml.Root!.Attribute("Sdk") == "Microsoft.NET.Sdk.Web";

    public string[] Packages => Includes("PackageReference");

    /// <summary>The names of the projects it builds on.</summary>
    public string[] Projects => [.. Includes("ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))];

    /// <summary>Every project below src and pipelines.</summary>
    public static ProjectFile[] All() =>
    [
        .. new[] { "src", "pipelines" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(TestData.Repository, folder), "*.csproj", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal)
            .Select(path => new ProjectFile(path)),
    ];

    /// <summary>Whether a property has a value.</summary>
    public bool Says(string property, string value = "true") => _xml.Descendants(property).Any(element => element.Value.Trim().Equals(value, StringComparison.OrdinalIgnoreCase));

    public override string ToString() => Name;

    private string[] Includes(string item) => [.. _xml.Descendants(item).Select(element => (string?)element.Attribute("Include") ?? "")];
}
