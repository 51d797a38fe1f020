"""What a project file says of itself, before any QGIS opens it."""

import project_xml
import source_facts

DEFAULT_ATTACHMENTS = ['DCIM']


def project_file(params, task):
    """SessionCalls['projectFile']."""
    xml = project_xml.read(params['path'])
    return {
        'title': xml.title,
        'qgisVersion': xml.version,
        **folders(xml),
        'hasMacros': xml.has_macros,
        'showsFeatureCounts': xml.shows_counts,
        'layers': [
            {key: layer[key] for key in ('id', 'name', 'provider')} | {'source': source_facts.redacted(layer['source'])}
            for layer in xml.layers.values()
        ],
    }


def folders(xml):
    """Folders of photos and the like, and of further files, as QFieldSync keeps them."""
    return {
        'attachmentDirs': xml.entry_list('attachmentDirs', DEFAULT_ATTACHMENTS),
        'dataDirs': xml.entry_list('dataDirs', []),
    }
