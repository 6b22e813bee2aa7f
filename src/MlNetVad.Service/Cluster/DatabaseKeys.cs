using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using MlNetVad.Orleans.Store;

namespace MlNetVad.Service.Cluster;

/// <summary>Keys in the database of all nodes, so that each reads what another encrypted; those of a machine that was alone until now go there first.</summary>
internal sealed class DatabaseKeys(SharedKeys shared, IXmlRepository folder) : IXmlRepository
{
    private bool _isFirst;

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        IReadOnlyList<string> all = shared.All();
        if (all.Count == 0)
        {
            foreach (XElement key in folder.GetAllElements())
            {
                shared.Add((string?)key.Attribute("id") ?? Guid.NewGuid().ToString(), Text(key));
            }

            all = shared.All();
        }

        _isFirst = all.Count == 0;

        return [.. all.Select(xml => XElement.Parse(xml))];
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        if (_isFirst)
        {
            shared.AddFirst(friendlyName, Text(element));   // who made one reads all again, and takes the other node's where that was faster
        }
        else
        {
            shared.Add(friendlyName, Text(element));
        }
    }

    private static string Text(XElement key) => key.ToString(SaveOptions.DisableFormatting);
}
